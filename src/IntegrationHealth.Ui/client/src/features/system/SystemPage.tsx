import { useQuery } from '@tanstack/react-query';
import { systemQuery, type SystemInfo } from '../../api/system';
import { useApi } from '../../api/context';
import { useNow } from '../../components/now';
import { PageHead } from '../../components/PageHead';
import { RelativeTime } from '../../components/RelativeTime';
import { RuleFaultsNotice } from '../../components/RuleFaultsNotice';
import { Awaiting, RowsSkeleton } from '../../components/states';
import { useTexts } from '../../i18n/I18n';
import { HostsTable } from './HostsTable';
import { PausesTable } from './PausesTable';
import { QuotasTable } from './QuotasTable';

/** A queue that lags by more than this is behind, not merely busy. */
const lagLimitMs = 10_000;
/** Until then a check is being taken up, not overdue. */
const overdueFromMs = 5000;
/** A notification that waits longer than this has a channel that does not take it. */
const outboxLimitMs = 60_000;

export function SystemPage() {
  const { t } = useTexts();
  const system = useQuery(systemQuery(useApi()));
  return (
    <div className="stack">
      <PageHead title={t('nav.system')} lead={t('system.lead')} />
      {system.data ? <System info={system.data} /> : <Awaiting query={system}><RowsSkeleton count={4} /></Awaiting>}
    </div>
  );
}

function System({ info }: { info: SystemInfo }) {
  const { t, number, duration, milliseconds, bytes, share } = useTexts();
  const count = (value: number | null) => (value === null ? '–' : number(value));
  const now = useNow();
  const { queue, workers, storage, outboxLagMs } = info;
  return (
    <>
      {!storage.reachable && <p className="notice" data-status="unhealthy" role="alert">{t('system.storageDown')} {storage.error}</p>}
      {storage.reachable && storage.writesFailingSince && (
        <p className="notice" data-status="degraded" role="alert">{t('system.storageFull', { count: number(workers.resultsWaiting) })} <RelativeTime at={storage.writesFailingSince} /></p>
      )}
      {queue.lagMs > lagLimitMs && <p className="notice" data-status="degraded" role="alert">{t('system.behind', { lag: duration(queue.lagMs) })}</p>}
      {outboxLagMs !== null && outboxLagMs > outboxLimitMs && <p className="notice" data-status="degraded" role="alert">{t('system.outboxBehind', { lag: duration(outboxLagMs) })}</p>}
      <RuleFaultsNotice />
      <dl className="facts card">
        <div><dt>{t('system.queueLag')}</dt><dd>{milliseconds(queue.lagMs)}</dd></div>
        <div><dt>{t('system.workers')}</dt><dd>{number(workers.active)} / {number(workers.max)}</dd></div>
        <div><dt>{t('system.outboxLag')}</dt><dd>{outboxLagMs === null ? '–' : outboxLagMs === 0 ? t('system.none') : duration(outboxLagMs)}</dd></div>
        <div><dt>{t('system.storage')}</dt><dd>{storage.sizeBytes === null ? '–' : bytes(storage.sizeBytes)}</dd></div>
      </dl>
      <HostsTable hosts={info.hosts} skew={info.skew} />
      <QuotasTable quotas={info.quotas} />
      <PausesTable pauses={info.pauses} />
      <div className="columns columns--even">
        <section className="card card--padded" aria-labelledby="flow">
          <div className="section-head"><h2 id="flow">{t('system.flow')}</h2></div>
          <dl className="pairs">
            <dt>{t('nav.integrations')}</dt><dd className="numeric">{number(info.integrations)}</dd>
            <dt>{t('system.scheduled')}</dt><dd className="numeric">{count(queue.scheduled)}</dd>
            <dt>{t('system.leased')}</dt><dd className="numeric">{count(queue.leased)}</dd>
            <dt>{t('system.oldestDue')}</dt><dd>{queue.oldestDueAt && Date.parse(queue.oldestDueAt) < now - overdueFromMs ? <RelativeTime at={queue.oldestDueAt} /> : t('system.none')}</dd>
            <dt>{t('system.resultsWaiting')}</dt><dd className="numeric">{number(workers.resultsWaiting)}</dd>
          </dl>
        </section>
        <section className="card card--padded" aria-labelledby="storage">
          <div className="section-head"><h2 id="storage">{t('system.storageAndVersions')}</h2></div>
          <dl className="pairs">
            <dt>{t('system.storageKind')}</dt><dd>{storage.kind}{storage.latencyMs !== null && `, ${milliseconds(storage.latencyMs)}`}</dd>
            {info.cache && <><dt>{t('system.cache')}</dt><dd className="numeric">{share(info.cache.hitRatio)}</dd></>}
            {Object.entries(info.versions).map(([name, version]) => <Version key={name} name={name} version={version} />)}
          </dl>
        </section>
      </div>
    </>
  );
}

const parts = { integrationHealth: 'IntegrationHealth.Core', aspNetCore: 'IntegrationHealth.AspNetCore', runtime: '.NET' } as Record<string, string>;

function Version({ name, version }: { name: string; version: string }) {
  return <><dt>{parts[name] ?? name}</dt><dd className="numeric">{version.replace(/^\.NET /, '')}</dd></>;
}
