import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { metricsQuery } from '../../api/administration';
import { useApi } from '../../api/context';
import { healthListQuery, type HealthFilter } from '../../api/health';
import type { FailureKind } from '../../api/types';
import { download } from '../../components/csv';
import { PageHead } from '../../components/PageHead';
import { SearchInput } from '../../components/SearchInput';
import { ErrorPanel, RowsSkeleton, StatePanel } from '../../components/states';
import { StatusTally } from '../../components/StatusTally';
import { useToast } from '../../components/Toasts';
import { listOf, useUrlState } from '../../components/url';
import { useTexts } from '../../i18n/I18n';
import { useCanAct } from '../../realtime/Live';
import { runBulk, type BulkAction } from './bulk';
import { IntegrationsTable } from './IntegrationsTable';
import { SavedViews } from './SavedViews';

const failureKinds: readonly FailureKind[] = [
  'authenticationExpired', 'authenticationRevoked', 'insufficientScope', 'adminPolicy', 'accountSuspended', 'rateLimited', 'providerOutage', 'misconfigured',
  'invalidResponse', 'timeout', 'network', 'dns', 'tls', 'checkerFault', 'unknown',
];
const sorts = ['status', 'name', '-statusSince', '-lastCheckedAt', '-latency'] as const;
const sortTexts = { status: 'sort.worst', name: 'sort.name', '-statusSince': 'sort.changed', '-lastCheckedAt': 'sort.checked', '-latency': 'sort.latency' } as const;

/** Everyone's integrations: filtered and sorted by the server, drawn as far as they are looked at. */
export function IntegrationsPage() {
  const { t, plural, number } = useTexts();
  const api = useApi();
  const [url, setUrl] = useUrlState();
  const text = (name: string) => url.get(name) ?? '';
  const filter: HealthFilter = {
    status: listOf(url, 'status'), provider: listOf(url, 'provider'), ownerId: text('ownerId'), tag: text('tag'), failureKind: text('failureKind'), q: text('q'),
    sort: sorts.find((sort) => sort === text('sort')) ?? 'status',
  };
  const list = useInfiniteQuery(healthListQuery(api, 'admin', filter));
  const providers = useQuery(metricsQuery(api, '30d')).data?.providers.map((provider) => provider.provider).sort() ?? [];
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const first = list.data?.pages[0];
  const search = useCallback((value: string) => setUrl({ q: value }), [setUrl]);
  const owner = useCallback((value: string) => setUrl({ ownerId: value }), [setUrl]);
  const tag = useCallback((value: string) => setUrl({ tag: value }), [setUrl]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const filtered = ['status', 'provider', 'ownerId', 'tag', 'failureKind', 'q'].some((name) => url.get(name));

  const exportCsv = useMutation({
    mutationFn: async () => {
      const response = await api.send('GET', api.address('admin/integrations/health/export', { format: 'csv', ...filter, status: filter.status ?? [], provider: filter.provider ?? [] }));
      download('integrations.csv', 'text/csv;charset=utf-8', await response.blob());
    },
  });

  return (
    <div className="stack">
      <PageHead title={t('nav.integrations')} lead={first && plural('integrations.count', first.total)}>
        <button type="button" className="button" onClick={() => exportCsv.mutate()} disabled={exportCsv.isPending} data-busy={exportCsv.isPending || undefined}>{t('action.export')}</button>
      </PageHead>
      {exportCsv.isError && <ErrorPanel error={exportCsv.error} />}
      <SavedViews />
      {first && <StatusTally summary={first.summary} selected={filter.status ?? []} onChange={(status) => setUrl({ status: status.join(',') })} />}
      <div className="toolbar">
        <SearchInput value={filter.q ?? ''} onChange={search} label={t('filter.search')} />
        <select className="select" aria-label={t('filter.provider')} value={text('provider')} onChange={(event) => setUrl({ provider: event.target.value })}>
          <option value="">{t('filter.allProviders')}</option>
          {[...new Set([...providers, ...(filter.provider ?? [])])].map((provider) => <option key={provider}>{provider}</option>)}
        </select>
        <select className="select" aria-label={t('filter.failureKind')} value={filter.failureKind} onChange={(event) => setUrl({ failureKind: event.target.value })}>
          <option value="">{t('filter.allKinds')}</option>
          {failureKinds.map((kind) => <option key={kind} value={kind}>{t(`failure.${kind}`)}</option>)}
        </select>
        <SearchInput value={filter.ownerId ?? ''} onChange={owner} label={t('detail.owner')} />
        <SearchInput value={filter.tag ?? ''} onChange={tag} label={t('filter.tag')} />
        <select className="select" aria-label={t('filter.sort')} value={filter.sort} onChange={(event) => setUrl({ sort: event.target.value === 'status' ? null : event.target.value })}>
          {sorts.map((sort) => <option key={sort} value={sort}>{t(sortTexts[sort])}</option>)}
        </select>
        {filtered && <button type="button" className="button button--quiet" onClick={() => setUrl({ status: null, provider: null, ownerId: null, tag: null, failureKind: null, q: null })}>{t('filter.clear')}</button>}
      </div>
      {!first ? (list.isError ? <ErrorPanel error={list.error} retry={() => void list.refetch()} /> : <RowsSkeleton count={10} />)
        : items.length === 0 ? <StatePanel title={filtered ? t('connections.noMatch') : t('overview.none')}>{filtered ? t('integrations.noMatchHint') : t('integrations.emptyHint')}</StatePanel>
        : (
          <>
            <IntegrationsTable items={items} total={first.total} selected={selected} onSelect={setSelected} hasMore={list.hasNextPage}
              onMore={() => { if (!list.isFetchingNextPage) void list.fetchNextPage(); }} />
            <BulkBar selected={selected} onDone={() => setSelected(new Set())} />
            <p className="small muted">{t('integrations.loaded', { loaded: number(items.length), total: number(first.total) })}</p>
          </>
        )}
    </div>
  );
}

function BulkBar({ selected, onDone }: { selected: ReadonlySet<string>; onDone: () => void }) {
  const { t, plural } = useTexts();
  const api = useApi();
  const client = useQueryClient();
  const toast = useToast();
  const canAct = useCanAct();
  const [done, setDone] = useState(0);
  const bulk = useMutation({
    mutationFn: (action: BulkAction) => runBulk(api, [...selected], action, setDone),
    onSuccess: (result) => {
      const refused = [...result.refused.values()].reduce((sum, count) => sum + count, 0);
      toast({
        key: 'bulk', status: refused === 0 ? 'healthy' : 'degraded', title: plural('bulk.done', result.done),
        ...(refused ? { text: `${plural('bulk.refused', refused)} ${[...result.refused.keys()].slice(0, 2).join(' ')}` } : {}),
      });
      void client.invalidateQueries({ queryKey: ['healthList'] });
      onDone();
    },
  });
  if (selected.size === 0) return null;
  return (
    <div className="bulk-bar" role="region" aria-label={t('bulk.label')}>
      <span className="numeric">{bulk.isPending ? t('bulk.progress', { done, total: selected.size }) : plural('bulk.selected', selected.size)}</span>
      {(['check', 'pause', 'resume'] as const).map((action) => (
        <button type="button" key={action} className="button button--small" disabled={bulk.isPending || !canAct} onClick={() => bulk.mutate(action)}>{action === 'check' ? t('check.now') : t(`action.${action}`)}</button>
      ))}
      <button type="button" className="button button--small button--quiet" disabled={bulk.isPending} onClick={onDone}>{t('bulk.clear')}</button>
    </div>
  );
}
