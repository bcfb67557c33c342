import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useApi } from '../../api/context';
import { healthQuery, recentQuery, type Scope } from '../../api/health';
import type { IntegrationHealth } from '../../api/types';
import { CheckBar } from '../../components/CheckBar';
import { CheckNowButton } from '../../components/CheckNowButton';
import { AdviceText, FailureText, isWebAddress, RecoveryButton } from '../../components/FailureText';
import { failureTitle } from '../../components/failureTitle';
import { HealthIndicator, StatusChips } from '../../components/HealthIndicator';
import { useNow } from '../../components/now';
import { ProviderMark } from '../../components/ProviderMark';
import { providerName } from '../../components/providerName';
import { RelativeTime } from '../../components/RelativeTime';
import { Awaiting, RowsSkeleton } from '../../components/states';
import { useTitle } from '../../components/useTitle';
import { useTexts } from '../../i18n/I18n';
import { useCanAct } from '../../realtime/Live';
import { cadenceText } from './cadence';
import { dataLabel, dataText } from './data';
import { ChecksTable } from './ChecksTable';
import { Incidents } from './Incidents';
import { LatencyTrend } from './LatencyTrend';
import { UptimeCalendar } from './UptimeCalendar';

/** One connection: the reason and the next step first, then the facts, then the past. */
export function DetailPage({ id, scope }: { id: string; scope: Scope }) {
  const { t } = useTexts();
  const health = useQuery(healthQuery(useApi(), scope, id));
  useTitle(health.data?.name ?? t('state.loading'));
  const back = scope === 'admin' ? <Link href="/admin/integrations">{t('nav.integrations')}</Link> : <Link href="/connections">{t('connections.back')}</Link>;
  return (
    <div className="stack">
      <p className="small back"><span aria-hidden="true">← </span>{back}</p>
      {health.data ? <Detail health={health.data} scope={scope} />
        : <Awaiting query={health}><RowsSkeleton count={4} /></Awaiting>}
    </div>
  );
}

function Detail({ health, scope }: { health: IntegrationHealth; scope: Scope }) {
  const texts = useTexts();
  const { t, duration, milliseconds, share, plural } = texts;
  const now = useNow();
  const recent = useQuery(recentQuery(useApi(), scope, health.id));
  const { failure } = health;
  return (
    <>
      <header className="detail-head">
        <ProviderMark provider={health.provider} size="large" />
        <div className="detail-head__text">
          <h1>{health.name}</h1>
          <div className="line"><HealthIndicator status={health.status} stale={health.stale} /><StatusChips health={health} now={now} /></div>
        </div>
        {scope === 'admin' && <Link className="button" href={`/admin/integrations/${encodeURIComponent(health.id)}/edit`}>{t('register.open')}</Link>}
      </header>

      {failure && health.status !== 'healthy' && (
        <section className="reason" data-status={health.status} aria-label={t(failureTitle(health.status, failure.kind))}>
          <div>
            <FailureText health={health} failure={failure} />
            <p className="muted small"><AdviceText failure={failure} /> {health.consecutiveFailures > 1 && plural('detail.consecutive', health.consecutiveFailures) + '. '}{failure.vendorCode && t('detail.vendorCode', { code: failure.vendorCode })}</p>
          </div>
          <div className="line">
            <RecoveryButton failure={failure} name={health.name} />
            {isWebAddress(failure.docsUrl) && <a className="button button--quiet" href={failure.docsUrl} target="_blank" rel="noreferrer">{t('detail.documentation')}</a>}
          </div>
        </section>
      )}

      <dl className="facts card" aria-label={t('detail.facts')}>
        <div><dt>{t('detail.statusSince')}</dt><dd>{duration(Math.max(0, now - Date.parse(health.statusSince)))}</dd></div>
        <div><dt>{t('detail.successRate')}</dt><dd>{health.uptime['24h'] === null ? '–' : share(health.uptime['24h'])}</dd></div>
        <div><dt>{t('detail.latency')}</dt><dd>{health.latencyMs === null ? '–' : milliseconds(health.latencyMs)}</dd></div>
        <div><dt>{t('detail.lastCheck')}</dt><dd>{health.lastCheckedAt ? <RelativeTime at={health.lastCheckedAt} /> : t('row.never')}</dd></div>
      </dl>

      <section className="card card--padded" aria-labelledby="recent">
        <div className="section-head">
          <h2 id="recent">{t('detail.recent')}</h2>
          <div className="line">
            <span className="small muted">
              {cadenceText(health, now, texts)}
            </span>
            <CheckNow health={health} scope={scope} />
          </div>
        </div>
        <CheckBar checks={recent.data} failed={recent.isError} now={now} large ends />
      </section>

      <LatencyTrend health={health} scope={scope} />
      <div className="columns">
        <UptimeCalendar health={health} scope={scope} />
        <About health={health} scope={scope} />
      </div>
      <Incidents id={health.id} provider={health.provider} scope={scope} />
      <ChecksTable id={health.id} scope={scope} />
    </>
  );
}

function CheckNow({ health, scope }: { health: IntegrationHealth; scope: Scope }) {
  return <CheckNowButton health={health} scope={scope} disabled={!useCanAct()} />;
}

/** Kept by a check for the next one, and told elsewhere where it matters. */
const memory = new Set(['etag', 'tokenExpiresAt']);

function About({ health, scope }: { health: IntegrationHealth; scope: Scope }) {
  const { t, dateTime } = useTexts();
  return (
    <section className="card card--padded" aria-labelledby="about">
      <div className="section-head"><h2 id="about">{t('detail.details')}</h2></div>
      <dl className="pairs">
        <dt>{t('detail.provider')}</dt><dd>{providerName(health.provider)}</dd>
        {scope === 'admin' && <><dt>{t('detail.owner')}</dt><dd>{health.ownerId || '–'}</dd></>}
        {health.capabilities.length > 0 && (
          <><dt>{t('detail.capabilities')}</dt><dd className="line">{health.capabilities.map((part) => <span key={part.name} title={part.message ?? undefined} lang="en"><HealthIndicator status={part.status} stale={health.stale} size={14} /> {part.name}</span>)}</dd></>
        )}
        {health.credentialExpiresAt && <><dt>{t('detail.expires')}</dt><dd>{dateTime(health.credentialExpiresAt)}</dd></>}
        {Object.entries(health.data).filter(([name]) => !memory.has(name)).map(([name, value]) => <Pair key={name} name={name} value={value} />)}
        {health.tags.length > 0 && <><dt>{t('detail.tags')}</dt><dd className="line line--tight">{health.tags.map((tag) => <span key={tag} className="chip chip--outline">{tag}</span>)}</dd></>}
        <dt>{t('detail.id')}</dt><dd className="mono">{health.id}</dd>
      </dl>
    </section>
  );
}

function Pair({ name, value }: { name: string; value: string }) {
  const texts = useTexts();
  return <><dt>{dataLabel(name, texts)}</dt><dd>{dataText(name, value, texts)}</dd></>;
}
