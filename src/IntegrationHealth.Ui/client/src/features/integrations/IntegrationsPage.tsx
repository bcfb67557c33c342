import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { Link } from 'wouter';
import { providersQuery } from '../../api/administration';
import { useApi } from '../../api/context';
import type { Grouping } from '../../api/groups';
import { healthListQuery, type HealthFilter } from '../../api/health';
import type { FailureKind } from '../../api/types';
import { download } from '../../components/csv';
import { GroupedList } from '../../components/GroupedList';
import { GroupSelect } from '../../components/GroupSelect';
import { PageHead } from '../../components/PageHead';
import { SearchInput } from '../../components/SearchInput';
import { Awaiting, ErrorPanel, RowsSkeleton, StatePanel } from '../../components/states';
import { StatusTally } from '../../components/StatusTally';
import { listOf, useUrlState } from '../../components/url';
import { useTexts } from '../../i18n/I18n';
import { BulkBar } from './BulkBar';
import { GroupTable } from './GroupTable';
import { IntegrationsTable } from './IntegrationsTable';
import { SavedViews } from './SavedViews';
import { shownOf, useSelection } from './selection';
import { providerName } from '../../components/providerName';

const failureKinds: readonly FailureKind[] = [
  'authenticationExpired', 'authenticationRevoked', 'insufficientScope', 'adminPolicy', 'accountSuspended', 'rateLimited', 'providerOutage', 'misconfigured',
  'invalidResponse', 'timeout', 'network', 'dns', 'tls', 'checkerFault', 'unknown',
];
const groupings: readonly Grouping[] = ['provider', 'ownerId', 'tag', 'status'];
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
  const providers = useQuery(providersQuery(api)).data?.map((provider) => provider.name) ?? [];
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const first = list.data?.pages[0];
  const search = useCallback((value: string) => setUrl({ q: value }), [setUrl]);
  const owner = useCallback((value: string) => setUrl({ ownerId: value }), [setUrl]);
  const tag = useCallback((value: string) => setUrl({ tag: value }), [setUrl]);
  const by = groupings.find((grouping) => grouping === text('group')) ?? '';
  const { selected, select, drop } = useSelection(JSON.stringify([filter, by]));
  const shown = by ? selected : shownOf(selected, items);
  const filtered = ['status', 'provider', 'ownerId', 'tag', 'failureKind', 'q'].some((name) => url.get(name));

  const nothing = <StatePanel title={filtered ? t('connections.noMatch') : t('overview.none')} actions={!filtered && <Link className="button" href="/admin/register">{t('register.add')}</Link>}>{filtered ? t('integrations.noMatchHint') : t('integrations.emptyHint')}</StatePanel>;

  const exportCsv = useMutation({
    mutationFn: async () => {
      const response = await api.send('GET', api.address('admin/integrations/health/export', { format: 'csv', ...filter, status: filter.status ?? [], provider: filter.provider ?? [] }));
      download('integrations.csv', 'text/csv;charset=utf-8', await response.blob());
    },
  });

  return (
    <div className="stack">
      <PageHead title={t('nav.integrations')} lead={first && plural('integrations.count', first.total)}>
        <Link className="button button--primary" href="/admin/register">{t('register.add')}</Link>
        <button type="button" className="button" onClick={() => exportCsv.mutate()} disabled={exportCsv.isPending} data-busy={exportCsv.isPending || undefined}>{t('action.export')}</button>
      </PageHead>
      {exportCsv.isError && <ErrorPanel error={exportCsv.error} />}
      <SavedViews />
      {first && <StatusTally summary={first.summary} selected={filter.status ?? []} onChange={(status) => setUrl({ status: status.join(',') })} />}
      <div className="toolbar">
        <SearchInput value={filter.q ?? ''} onChange={search} label={t('filter.search')} />
        <select className="select" aria-label={t('filter.provider')} value={text('provider')} onChange={(event) => setUrl({ provider: event.target.value })}>
          <option value="">{t('filter.allProviders')}</option>
          {[...new Set([...providers, ...(filter.provider ?? [])])].map((provider) => <option key={provider} value={provider}>{providerName(provider)}</option>)}
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
        <GroupSelect value={by} options={groupings} onChange={(group) => setUrl({ group, open: null })} />
        {filtered && <button type="button" className="button button--quiet" onClick={() => setUrl({ status: null, provider: null, ownerId: null, tag: null, failureKind: null, q: null })}>{t('filter.clear')}</button>}
      </div>
      {!first ? <Awaiting query={list}><RowsSkeleton count={10} /></Awaiting>
        : items.length === 0 ? nothing
        : by ? (
          <GroupedList scope="admin" by={by} filter={filter} empty={nothing}>
            {(ofGroup, name) => <GroupTable filter={ofGroup} name={name} selected={selected} onSelect={select} onUnseen={drop} />}
          </GroupedList>
        ) : (
          <>
            <IntegrationsTable label={t('nav.integrations')} items={items} total={first.total} selected={shown} onSelect={select} hasMore={list.hasNextPage}
              onMore={() => { if (!list.isFetchingNextPage) void list.fetchNextPage(); }} />
            <p className="small muted">{t('integrations.loaded', { loaded: number(items.length), total: number(first.total) })}</p>
          </>
        )}
      <BulkBar selected={shown} onDone={() => select(new Set())} />
    </div>
  );
}
