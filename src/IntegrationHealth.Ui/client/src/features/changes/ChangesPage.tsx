import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { providersQuery } from '../../api/administration';
import { useApi } from '../../api/context';
import { healthListQuery, type Scope } from '../../api/health';
import { transitionsQuery, type TransitionFilter } from '../../api/transitions';
import { useNow } from '../../components/now';
import { PageHead } from '../../components/PageHead';
import { SearchInput } from '../../components/SearchInput';
import { Segments } from '../../components/Segments';
import { Awaiting, PlugIcon, RowsSkeleton, StatePanel } from '../../components/states';
import { useUrlState } from '../../components/url';
import { useTexts } from '../../i18n/I18n';
import { daysAgo, daysOf } from './changeDays';
import { ChangeItem, keyOfChange } from './ChangeItem';
import { providerName } from '../../components/providerName';

const kinds = ['all', 'unhealthy', 'degraded', 'healthy'] as const;

/** What became of connections lately: changes of status only, never a log of every check. */
export function ChangesPage({ scope }: { scope: Scope }) {
  const { t, date } = useTexts();
  const api = useApi();
  const now = useNow();
  const [url, setUrl] = useUrlState();
  const kind = kinds.find((one) => one === url.get('to')) ?? 'all';
  const provider = url.get('provider') ?? '';
  const text = url.get('q') ?? '';
  const filter: TransitionFilter = { ...(kind === 'all' ? {} : { status: [kind] }), ...(provider ? { provider: [provider] } : {}), ...(text ? { q: text } : {}) };
  const list = useInfiniteQuery(transitionsQuery(api, scope, filter));
  const providers = useProviders(scope);
  const search = useCallback((value: string) => setUrl({ q: value }), [setUrl]);
  const changes = list.data?.pages.flatMap((page) => page.items);
  const filtered = kind !== 'all' || provider !== '' || text !== '';
  return (
    <div className="stack">
      {scope === 'owner' && <p className="small back"><span aria-hidden="true">← </span><Link href="/connections">{t('connections.back')}</Link></p>}
      <PageHead title={t('changes.title')} lead={t('changes.lead')} />
      <div className="toolbar">
        <Segments legend={t('changes.to')} value={kind} onChange={(value) => setUrl({ to: value === 'all' ? null : value })} options={kinds.map((one) => [one, t(`changes.to.${one}`)] as const)} />
        <SearchInput value={text} onChange={search} label={t('filter.search')} />
        <select className="select" aria-label={t('filter.provider')} value={provider} onChange={(event) => setUrl({ provider: event.target.value })}>
          <option value="">{t('filter.allProviders')}</option>
          {[...new Set([...providers, ...(provider ? [provider] : [])])].map((one) => <option key={one} value={one}>{providerName(one)}</option>)}
        </select>
        {filtered && <button type="button" className="button button--quiet" onClick={() => setUrl({ to: null, provider: null, q: null })}>{t('filter.clear')}</button>}
      </div>
      {!changes ? <Awaiting query={list}><RowsSkeleton count={8} /></Awaiting>
        : changes.length === 0 ? <StatePanel title={filtered ? t('changes.noMatch') : t('changes.quiet')} icon={<PlugIcon />}>{filtered ? t('integrations.noMatchHint') : t('changes.quietHint')}</StatePanel>
        : daysOf(changes).map((day) => {
          const ago = daysAgo(day.at, now);
          return (
            <section key={day.at} aria-labelledby={`day-${day.at}`}>
              <h2 className="change-day" id={`day-${day.at}`}>{ago === 0 ? t('changes.today') : ago === 1 ? t('changes.yesterday') : date(day.at)}</h2>
              <ol className="card changes-list changes-list--card">{day.changes.map((change) => <ChangeItem key={keyOfChange(change)} change={change} scope={scope} />)}</ol>
            </section>
          );
        })}
      {list.hasNextPage && <div><button type="button" className="button" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('action.more')}</button></div>}
    </div>
  );
}

/** Providers to choose from: of this host, or of one's own connections. */
function useProviders(scope: Scope): string[] {
  const api = useApi();
  const all = useQuery({ ...providersQuery(api), enabled: scope === 'admin' });
  const own = useInfiniteQuery({ ...healthListQuery(api, 'owner', { sort: 'status' }), enabled: scope === 'owner' });
  const names = scope === 'admin' ? all.data?.map((one) => one.name) : own.data?.pages.flatMap((page) => page.items.map((item) => item.provider));
  return [...new Set(names ?? [])].sort();
}
