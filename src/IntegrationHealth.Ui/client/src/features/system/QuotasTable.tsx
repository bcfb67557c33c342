import type { SystemQuota } from '../../api/system';
import { ProviderMark } from '../../components/ProviderMark';
import { providerName } from '../../components/providerName';
import { TimeUntil } from '../../components/RelativeTime';
import { useTexts } from '../../i18n/I18n';

const tightFrom = 80;

/** How much of a vendor's quota the checks have used: a budget that is nearly gone is seen before checks wait for the next window. */
export function QuotasTable({ quotas }: { quotas: readonly SystemQuota[] }) {
  const { t, number, share, duration } = useTexts();
  if (quotas.length === 0) return null;
  return (
    <section className="card" aria-labelledby="quotas">
      <div className="section-head card__head"><h2 id="quotas">{t('system.quotas')}</h2><span className="small muted">{t('system.quotasHint')}</span></div>
      <div className="table-scroll" tabIndex={0} role="group" aria-labelledby="quotas">
        <table className="table">
          <thead>
            <tr><th scope="col">{t('detail.provider')}</th><th scope="col">{t('system.client')}</th><th scope="col">{t('system.used')}</th><th scope="col" className="table__number">{t('system.window')}</th><th scope="col" className="table__number">{t('system.beginsAnew')}</th><th scope="col">{t('system.state')}</th></tr>
          </thead>
          <tbody>
            {quotas.map((quota) => {
              const level = quota.usedPercent >= 100 ? 'unhealthy' : quota.usedPercent >= tightFrom ? 'degraded' : 'healthy';
              return (
                <tr key={`${quota.provider}-${quota.client}`}>
                  <td><span className="line line--tight"><ProviderMark provider={quota.provider} size="small" />{providerName(quota.provider)}</span></td>
                  <td className="mono">{quota.client || '–'}</td>
                  <td>
                    <div className="quota" data-status={level}>
                      <span className="quota__bar" aria-hidden="true"><span style={{ width: `${Math.min(100, quota.usedPercent)}%` }} /></span>
                      <span className="numeric nowrap">{number(quota.used)} / {number(quota.limit)} <span className="muted">({share(quota.usedPercent / 100)})</span></span>
                    </div>
                  </td>
                  <td className="table__number">{duration(quota.windowMs)}</td>
                  <td className="table__number"><TimeUntil at={quota.endsAt} /></td>
                  <td>
                    {quota.pausedUntil ? <span className="chip" data-status="degraded">{t('system.pausedUntil')}&nbsp;<TimeUntil at={quota.pausedUntil} /></span>
                      : level === 'unhealthy' ? <span className="chip" data-status="unhealthy">{t('system.spent')}</span>
                      : level === 'degraded' ? <span className="chip" data-status="degraded">{t('system.tight')}</span>
                      : <span className="muted">{t('system.enough')}</span>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
