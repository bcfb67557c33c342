import type { SystemHost } from '../../api/system';
import { RelativeTime } from '../../components/RelativeTime';
import { useTexts } from '../../i18n/I18n';

/** From here on the work is shared unevenly enough to be worth a word. */
const unevenFrom = 1.5;

/** The hosts that share the work, and how much of it each does. */
export function HostsTable({ hosts, skew }: { hosts: readonly SystemHost[]; skew: number | null }) {
  const { t, plural, number, milliseconds } = useTexts();
  return (
    <section className="card" aria-labelledby="hosts">
      <div className="section-head card__head">
        <h2 id="hosts">{plural('system.hosts', hosts.length)}</h2>
        {skew !== null && hosts.length > 1 && <span className="small muted">{skew >= unevenFrom ? t('system.uneven', { skew: number(skew) }) : t('system.even')}</span>}
      </div>
      <div className="table-scroll" tabIndex={0} role="group" aria-labelledby="hosts">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('system.host')}</th>
              <th scope="col" className="table__number">{t('overview.checksPerMinute')}</th>
              <th scope="col" className="table__number">{t('system.leased')}</th>
              <th scope="col" className="table__number">{t('system.lateness')}</th>
              <th scope="col" className="table__number">{t('system.scheduler')}</th>
              <th scope="col" className="table__number">{t('system.started')}</th>
              <th scope="col" className="table__number">{t('system.seen')}</th>
            </tr>
          </thead>
          <tbody>
            {hosts.map((host) => (
              <tr key={host.id}>
                <td className="nowrap"><span className="mono">{host.name}</span> <span className="small muted">{t('system.process', { id: host.processId })}</span></td>
                <td className="table__number">{number(Math.round(host.checksPerMinute * 10) / 10)}</td>
                <td className="table__number">{number(host.leases)}</td>
                <td className="table__number">{milliseconds(host.lagMs)}</td>
                <td className="table__number">{host.schedulerSeenAt ? <RelativeTime at={host.schedulerSeenAt} /> : t('row.never')}</td>
                <td className="table__number"><RelativeTime at={host.startedAt} /></td>
                <td className="table__number"><RelativeTime at={host.seenAt} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
