import { useQuery } from '@tanstack/react-query';
import { systemQuery, type SystemInfo } from '../../api/administration';
import { useApi } from '../../api/context';
import { PageHead } from '../../components/PageHead';
import { RelativeTime } from '../../components/RelativeTime';
import { ErrorPanel, RowsSkeleton } from '../../components/states';
import { useTexts } from '../../i18n/I18n';

/** A queue that lags by more than this is behind, not merely busy. */
const lagLimitMs = 10_000;

export function SystemPage() {
  const { t } = useTexts();
  const system = useQuery(systemQuery(useApi()));
  return (
    <div className="stack">
      <PageHead title={t('nav.system')} lead={t('system.lead')} />
      {system.data ? <System info={system.data} /> : system.isError ? <ErrorPanel error={system.error} retry={() => void system.refetch()} /> : <RowsSkeleton count={4} />}
    </div>
  );
}

function System({ info }: { info: SystemInfo }) {
  const { t, number, duration, milliseconds, bytes, share } = useTexts();
  const count = (value: number | null) => (value === null ? '–' : number(value));
  return (
    <>
      {!info.storage.reachable && <p className="notice" data-status="unhealthy" role="alert">{t('system.storageDown')} {info.storage.error}</p>}
      {info.queue.lagMs > lagLimitMs && <p className="notice" data-status="degraded" role="alert">{t('system.behind', { lag: duration(info.queue.lagMs) })}</p>}
      <dl className="facts card">
        <div><dt>{t('system.queueLag')}</dt><dd>{milliseconds(info.queue.lagMs)}</dd></div>
        <div><dt>{t('system.workers')}</dt><dd>{number(info.workers.active)} / {number(info.workers.max)}</dd></div>
        <div><dt>{t('system.scheduled')}</dt><dd>{count(info.queue.scheduled)}</dd></div>
        <div><dt>{t('system.storage')}</dt><dd>{info.storage.sizeBytes === null ? '–' : bytes(info.storage.sizeBytes)}</dd></div>
      </dl>
      <div className="columns">
        <section className="card card--padded" aria-labelledby="flow">
          <div className="section-head"><h2 id="flow">{t('system.flow')}</h2></div>
          <dl className="pairs">
            <dt>{t('nav.integrations')}</dt><dd className="numeric">{number(info.integrations)}</dd>
            <dt>{t('system.leased')}</dt><dd className="numeric">{count(info.queue.leased)}</dd>
            <dt>{t('system.resultsWaiting')}</dt><dd className="numeric">{number(info.workers.resultsWaiting)}</dd>
            {info.queue.oldestDueAt && <><dt>{t('system.oldestDue')}</dt><dd><RelativeTime at={info.queue.oldestDueAt} /></dd></>}
            <dt>{t('system.outboxLag')}</dt><dd className="numeric">{info.outboxLagMs === null ? '–' : milliseconds(info.outboxLagMs)}</dd>
            <dt>{t('system.storageKind')}</dt><dd>{info.storage.kind}{info.storage.latencyMs !== null && `, ${milliseconds(info.storage.latencyMs)}`}</dd>
            {info.cache && <><dt>{t('system.cache')}</dt><dd className="numeric">{share(info.cache.hitRatio)}</dd></>}
          </dl>
        </section>
        <section className="card card--padded" aria-labelledby="hosts">
          <div className="section-head"><h2 id="hosts">{t('system.hosts')}</h2></div>
          <ul className="short-list">
            {info.hosts.map((host) => (
              <li key={`${host.name}-${host.processId}`}><span className="mono">{host.name}</span><span className="muted small">{t('system.process', { id: host.processId })}</span><span className="small">{host.schedulerSeenAt ? <RelativeTime at={host.schedulerSeenAt} /> : t('row.never')}</span></li>
            ))}
          </ul>
          <dl className="pairs pairs--spaced">{Object.entries(info.versions).map(([name, version]) => <Version key={name} name={name} version={version} />)}</dl>
        </section>
      </div>
    </>
  );
}

function Version({ name, version }: { name: string; version: string }) {
  return <><dt>{name}</dt><dd className="numeric">{version}</dd></>;
}
