import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useMemo, useState } from 'react';
import { useApi } from '../../api/context';
import { bucketsQuery, checksQuery, incidentsQuery, type Scope } from '../../api/health';
import type { IntegrationHealth } from '../../api/types';
import { lazily } from '../../components/lazily';
import { Segments } from '../../components/Segments';
import { Awaiting, Skeleton } from '../../components/states';
import { useTexts } from '../../i18n/I18n';
import { trendSentence } from './trendText';
import { bandsOf, ranges, summaryOf, trendOfBuckets, trendOfChecks, typicalStep, withGaps, type Range } from './trend';

const LineChart = lazily(() => import('../../components/LineChart'));
/** So many single checks are drawn one by one; more are drawn by the hour. */
const mostPages = 10;
const chartHeight = 240;

export function LatencyTrend({ health, scope }: { health: IntegrationHealth; scope: Scope }) {
  const { id, uptime } = health;
  const texts = useTexts();
  const { t, milliseconds } = texts;
  const api = useApi();
  const [range, setRange] = useState<Range>('24h');
  const [opened] = useState(() => Date.now());
  const from = useMemo(() => new Date(Math.floor((opened - ranges[range] * 1000) / 60_000) * 60_000).toISOString(), [opened, range]);
  const raw = useInfiniteQuery({ ...checksQuery(api, scope, id, from), enabled: range === '24h' });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = raw;
  const pages = raw.data?.pages.length ?? 0;
  useEffect(() => {
    if (range === '24h' && hasNextPage && !isFetchingNextPage && pages < mostPages) void fetchNextPage();
  }, [range, hasNextPage, isFetchingNextPage, fetchNextPage, pages]);
  const tooMany = range === '24h' && hasNextPage && pages >= mostPages;
  const buckets = useQuery({ ...bucketsQuery(api, scope, id, range === '90d' ? 'day' : 'hour', from), enabled: range !== '24h' || tooMany });
  const incidents = useInfiniteQuery(incidentsQuery(api, scope, id));

  const byCheck = range === '24h' && !tooMany;
  const points = useMemo(() => {
    if (byCheck) return raw.data ? trendOfChecks(raw.data.pages.flatMap((page) => page.items).reverse()) : null;
    return buckets.data ? trendOfBuckets(buckets.data) : null;
  }, [byCheck, raw.data, buckets.data]);
  const drawn = useMemo(() => {
    if (!points) return null;
    const step = byCheck ? typicalStep(points) : range === '90d' ? 86_400 : 3600;
    const all = withGaps(points, step);
    return {
      times: all.map((point) => point.at),
      series: [
        { label: byCheck ? t('detail.latency') : 'p50', colour: '--ih-accent', values: all.map((point) => point.p50), filled: true },
        ...(byCheck ? [] : [{ label: 'p95', colour: '--ih-muted', values: all.map((point) => point.p95), dashed: true }]),
      ],
      bands: bandsOf(points, step),
      // The whole range, however little of it there is: what was not checked is seen to be missing.
      from: Date.parse(from) / 1000, to: Math.max(Date.parse(from) / 1000 + ranges[range], points.at(-1)?.at ?? 0),
    };
  }, [points, byCheck, range, from, t]);
  const markers = useMemo(
    () => incidents.data?.pages.flatMap((page) => page.items.map((incident) => Date.parse(incident.startedAt) / 1000)) ?? [], [incidents.data]);
  const asked = byCheck ? raw : buckets;
  const summary = points && summaryOf(points);

  return (
    <section className="card card--padded" aria-labelledby="trend">
      <div className="section-head">
        <h2 id="trend">{t('detail.trend')}</h2>
        <Segments legend={t('detail.range')} value={range} onChange={setRange} options={(Object.keys(ranges) as Range[]).map((one) => [one, t(`detail.range${one}`)] as const)} />
      </div>
      {!drawn || !summary ? <Awaiting key={range} query={asked}><Skeleton height={chartHeight + 66} /></Awaiting>
        : drawn.times.length === 0 ? <p className="muted chart-empty">{t('detail.noTrend')}</p>
        : (
          <>
            <Suspense fallback={<Skeleton height={chartHeight + 66} />}>
              <LineChart {...drawn} markers={markers} label={t('detail.trendLabel')} format={milliseconds} height={chartHeight} />
            </Suspense>
            <p className="small muted">
              {trendSentence(summary, range, byCheck ? 'check' : range === '90d' ? 'day' : 'hour', uptime, texts)} {t('detail.trendHint')}
            </p>
          </>
        )}
    </section>
  );
}
