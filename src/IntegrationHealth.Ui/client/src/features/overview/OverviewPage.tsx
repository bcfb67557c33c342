import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Suspense, useMemo } from 'react';
import { Link, useLocation } from 'wouter';
import { metricsQuery, metricsRanges, outagesQuery, type Metrics, type MetricsRange } from '../../api/administration';
import type { AlertPage } from '../../api/alerting';
import { useApi } from '../../api/context';
import { problemOf } from '../../api/problem';
import { healthListQuery } from '../../api/health';
import { ProviderMark } from '../../components/ProviderMark';
import { providerName } from '../../components/providerName';
import { RelativeTime } from '../../components/RelativeTime';
import { RuleFaultsNotice } from '../../components/RuleFaultsNotice';
import { lazily } from '../../components/lazily';
import { Segments } from '../../components/Segments';
import { Awaiting, ErrorPanel, Skeleton } from '../../components/states';
import { StatusIcon } from '../../components/StatusIcon';
import { StatusTally } from '../../components/StatusTally';
import { useLastError } from '../../components/useLastError';
import { useUrlState } from '../../components/url';
import { useTitle } from '../../components/useTitle';
import { useTexts } from '../../i18n/I18n';
import { ruleNameOf } from '../../components/ruleName';
import { RecentChanges } from '../changes/RecentChanges';
import { headlineOf, matrixOf, sharesOf } from './overview';

const LineChart = lazily(() => import('../../components/LineChart'));
const chartHeight = 220;
const mostAlerts = 4;
/** One decimal, and for what is rare as many as it takes not to read as none. */
const rounded = (value: number) => (value >= 1 ? Math.round(value * 10) / 10 : Number(value.toPrecision(1)));

/** Everything at a glance; each number leads to what is behind it. */
export function OverviewPage() {
  const texts = useTexts();
  const { t, number, share, milliseconds } = texts;
  const api = useApi();
  const [, navigate] = useLocation();
  const [url, setUrl] = useUrlState();
  const range: MetricsRange = metricsRanges.find((one) => one === url.get('range')) ?? '24h';
  const list = useInfiniteQuery(healthListQuery(api, 'admin', { sort: 'status' }));
  const metrics = useQuery(metricsQuery(api, range));
  useTitle(t('nav.overview'));
  const first = list.data?.pages[0];
  const lastError = useLastError(list);
  const failed = first ? null : lastError;
  const summary = first?.summary;
  const headline = first && headlineOf(list.data?.pages.flatMap((page) => page.items) ?? [], first.summary, first.total, texts);
  const totals = metrics.data?.totals;
  const metricsError = useLastError(metrics);
  // That they could not be read is said, with a way to try again, where the chart would be.
  const fact = (width: number, textOf: (totals: Metrics['totals']) => string) => (totals ? textOf(totals) : metricsError ? '–' : <Skeleton width={width} height={26} />);
  if (failed) return <ErrorPanel error={failed} retry={() => void list.refetch()} isRetrying={list.isFetching} />;
  return (
    <div className="stack stack--wide">
      <header className="page-head">
        {headline ? (
          <h1 className="verdict" data-status={headline.status}><StatusIcon status={headline.status} size={26} />{headline.text}</h1>
        ) : <Skeleton width={420} height={34} />}
        <Segments legend={t('detail.range')} value={range} onChange={(value) => setUrl({ range: value === '24h' ? null : value })} options={metricsRanges.map((one) => [one, t(`range.${one}`)] as const)} />
      </header>
      {summary ? <StatusTally summary={summary} selected={[]} onChange={([status]) => navigate(`/admin/integrations?status=${status ?? ''}`)} /> : <Skeleton width={480} height={34} />}

      <RuleFaultsNotice />
      <dl className="facts card">
        <div><dt>{t('overview.successRate')}</dt><dd>{fact(90, ({ successRate }) => (successRate === null ? '–' : share(successRate)))}</dd></div>
        <div><dt>{t('overview.checksPerMinute')}</dt><dd>{fact(60, ({ checksPerMinute }) => (checksPerMinute > 0 && checksPerMinute < 0.01 ? `< ${number(0.01)}` : number(rounded(checksPerMinute))))}</dd></div>
        <div><dt>{t('overview.latency')}</dt><dd>{fact(110, ({ latencyMs }) => (latencyMs ? `${milliseconds(latencyMs.p50)} / ${milliseconds(latencyMs.p95)}` : '–'))}</dd></div>
        <div><dt>{t('overview.checks')}</dt><dd>{fact(80, ({ checks }) => number(checks))}</dd></div>
      </dl>

      <div className="columns columns--top">
        <section className="card card--padded" aria-labelledby="trend">
          <div className="section-head"><h2 id="trend">{t('overview.trend')}</h2></div>
          {metrics.data ? <Trend metrics={metrics.data} /> : <Awaiting query={metrics}><Skeleton height={chartHeight + 66} /></Awaiting>}
        </section>
        <section className="card card--padded" aria-labelledby="now">
          <div className="section-head"><h2 id="now">{t('overview.now')}</h2></div>
          <ActiveNow />
        </section>
      </div>
      <RecentChanges scope="admin" />
      {metrics.data && <Matrix metrics={metrics.data} />}
    </div>
  );
}

function Trend({ metrics }: { metrics: Metrics }) {
  const { t, share } = useTexts();
  const drawn = useMemo(() => {
    const { times, failed, degraded } = sharesOf(metrics);
    return {
      times,
      series: [
        { label: t('outcome.failed'), colour: '--ih-unhealthy', values: failed, filled: true },
        { label: t('outcome.degraded'), colour: '--ih-degraded-mark', values: degraded, dashed: true },
      ],
      from: Date.parse(metrics.from) / 1000, to: Date.parse(metrics.to) / 1000,
      max: Math.min(1, Math.max(0.05, ...failed.map((value) => (value ?? 0) * 1.2), ...degraded.map((value) => (value ?? 0) * 1.2))),
    };
  }, [metrics, t]);
  return (
    <Suspense fallback={<Skeleton height={chartHeight + 66} />}>
      <LineChart {...drawn} label={t('overview.trendLabel')} format={share} height={chartHeight} />
    </Suspense>
  );
}

function ActiveNow() {
  const { t, plural, known, locale } = useTexts();
  const api = useApi();
  const outages = useQuery(outagesQuery(api));
  const alerts = useQuery({ queryKey: ['alerts', 'firing'], queryFn: ({ signal }) => api.get<AlertPage>('admin/alerts', { state: 'firing', limit: 200 }, signal), retry: false });
  const open = outages.data?.items.filter((outage) => outage.endedAt === null) ?? [];
  const firing = alerts.data?.items ?? [];
  // That all is quiet is said once it is known: not while it is asked, nor where the answer failed.
  const [outagesError, alertsError] = [useLastError(outages), useLastError(alerts)];
  if ((alerts.isPending && !alertsError) || (outages.isPending && !outagesError)) return <Skeleton height={120} />;
  if (open.length === 0 && firing.length === 0 && (outagesError || (alertsError && problemOf(alertsError).status !== 404))) return <ErrorPanel error={outagesError ?? alertsError} isRetrying={outages.isFetching || alerts.isFetching} retry={() => { void outages.refetch(); void alerts.refetch(); }} />;
  if (open.length === 0 && firing.length === 0) return <p className="muted">{t('overview.quiet')}</p>;
  return (
    <ul className="short-list">
      {open.map((outage) => (
        <li key={outage.id} data-status="degraded">
          <ProviderMark provider={outage.provider} size="small" />
          <Link href="/admin/outages">{t('overview.outage', { provider: providerName(outage.provider) })}</Link>
          <span className="small muted"><RelativeTime at={outage.startedAt} /></span>
        </li>
      ))}
      {firing.slice(0, mostAlerts).map((alert) => (
        <li key={alert.id}>
          <span className="chip" data-severity={alert.severity}>{t(`severity.${alert.severity}`)}</span>
          <div className="short-list__text">
            <p><Link href={`/admin/alerts/${encodeURIComponent(alert.id)}`}>{alert.name ?? (alert.provider ? providerName(alert.provider) : alert.ruleId)}</Link> <span className="small muted"><RelativeTime at={alert.startedAt} /></span></p>
            <p className="muted short-list__message">{locale === 'en' ? alert.message : <>{ruleNameOf(alert, known)}. <span lang="en">{alert.message}</span></>}</p>
          </div>
        </li>
      ))}
      {firing.length > mostAlerts && <li><Link href="/admin/alerts">{alerts.data?.nextCursor ? t('overview.allAlerts') : plural('overview.moreAlerts', firing.length - mostAlerts)}</Link></li>}
    </ul>
  );
}

function Matrix({ metrics }: { metrics: Metrics }) {
  const { t, number, share, milliseconds } = useTexts();
  const { kinds, rows, most } = useMemo(() => matrixOf(metrics), [metrics]);
  return (
    <section className="card" aria-labelledby="matrix">
      <div className="section-head card__head"><h2 id="matrix">{t('overview.matrix')}</h2><span className="small muted">{t('overview.matrixHint')}</span></div>
      <div className="table-scroll" tabIndex={0} role="group" aria-labelledby="matrix">
        <table className="table matrix">
          <thead>
            <tr>
              <th scope="col">{t('detail.provider')}</th>
              <th scope="col" className="table__number">{t('overview.successRate')}</th>
              <th scope="col" className="table__number">{t('overview.p95')}</th>
              <th scope="col" className="table__number">{t('overview.checks')}</th>
              {kinds.map((kind) => <th scope="col" key={kind} className="table__number"><Link href={`/admin/integrations?failureKind=${kind}`}>{t(`failure.${kind}`)}</Link></th>)}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.provider}>
                <th scope="row"><span className="line line--tight"><ProviderMark provider={row.provider} size="small" /><Link href={`/admin/integrations?provider=${encodeURIComponent(row.provider)}`}>{providerName(row.provider)}</Link></span></th>
                <td className="table__number">{row.metrics.totals.successRate === null ? '–' : share(row.metrics.totals.successRate)}</td>
                <td className="table__number">{row.metrics.totals.latencyMs ? milliseconds(row.metrics.totals.latencyMs.p95) : '–'}</td>
                <td className="table__number">{number(row.metrics.totals.checks)}</td>
                {row.counts.map((count, index) => (
                  <td key={kinds[index]} className="table__number matrix__cell" style={{ '--heat': `${count === 0 ? 0 : 8 + Math.round((count / most) * 30)}%` } as React.CSSProperties}>
                    {count === 0 ? <span className="muted">·</span>
                      : <Link href={`/admin/integrations?provider=${encodeURIComponent(row.provider)}&failureKind=${kinds[index] ?? ''}`}>{number(count)}</Link>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p className="muted card--padded">{t('detail.noTrend')}</p>}
    </section>
  );
}
