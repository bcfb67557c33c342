import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useApi } from '../../api/context';
import { healthListQuery } from '../../api/health';
import type { Grouping } from '../../api/groups';
import type { HealthGroup } from '../../api/types';
import { GroupedList } from '../../components/GroupedList';
import { GroupSelect } from '../../components/GroupSelect';
import { SearchInput } from '../../components/SearchInput';
import { Awaiting, PlugIcon, RowsSkeleton, Skeleton, StatePanel } from '../../components/states';
import { StatusIcon } from '../../components/StatusIcon';
import { StatusTally } from '../../components/StatusTally';
import { listOf, useUrlState } from '../../components/url';
import { useTitle } from '../../components/useTitle';
import { useTexts } from '../../i18n/I18n';
import { RecentChanges } from '../changes/RecentChanges';
import { ConnectionList } from './ConnectionList';
import { filterOf, orders, readOrder, type ListState } from './order';
import { useProviders, useTroubled } from './whole';
import { needsOwner, statusOfVerdict, verdictOf } from './verdict';
import { providerName } from '../../components/providerName';

const groupings: readonly Grouping[] = ['provider', 'tag', 'status'];

/** A person's own connections: one sentence, then what needs them, then the rest. */
export function ConnectionsPage() {
  const { t, plural, number } = useTexts();
  const api = useApi();
  const [url, setUrl] = useUrlState();
  const state: ListState = {
    status: listOf(url, 'status'), provider: url.get('provider') ?? '', search: url.get('q') ?? '', order: readOrder(url.get('sort')), mine: url.get('mine') === '1',
  };
  const by = groupings.find((grouping) => grouping === url.get('group')) ?? '';
  const everything = useInfiniteQuery(healthListQuery(api, 'owner', { sort: 'status' }));
  useTitle(t('connections.title'));

  const all = useMemo(() => everything.data?.pages.flatMap((page) => page.items) ?? [], [everything.data]);
  const first = everything.data?.pages[0];
  const search = useCallback((text: string) => setUrl({ q: text }), [setUrl]);

  const troubled = useTroubled(all, first?.summary);
  const providers = useProviders(all, first?.total ?? 0);

  if (!first) return <Awaiting query={everything}><div className="stack stack--wide"><Skeleton width={380} height={34} /><RowsSkeleton /></div></Awaiting>;

  const verdict = verdictOf(troubled.items, first.summary, first.total);
  const mine = troubled.items.filter(needsOwner).length;
  const filtered = state.status.length > 0 || state.provider !== '' || state.search !== '' || state.mine;
  const nothing = (
    <StatePanel title={t('connections.noMatch')} actions={filtered && <button type="button" className="button" onClick={() => setUrl({ status: null, provider: null, q: null, mine: null })}>{t('filter.clear')}</button>}>
      {t('connections.noMatchHint')}
    </StatePanel>
  );
  const hasNoneOfMine = (group: HealthGroup) => !troubled.items.some((item) => needsOwner(item) && (by === 'provider' ? item.provider === group.key
    : by === 'status' ? item.status === group.key : group.key ? item.tags.includes(group.key) : item.tags.length === 0));
  return (
    <div className="stack stack--wide">
      <header>
        <h1 className="verdict" data-status={statusOfVerdict(verdict)}>
          <StatusIcon status={statusOfVerdict(verdict)} size={26} />
          {verdict.kind === 'needYou' ? (!troubled.complete ? t('verdict.needYouAtLeast', { count: number(verdict.count), total: number(verdict.total) }) : plural('verdict.needYou', verdict.count, { total: number(verdict.total) }))
            : verdict.kind === 'trouble' ? plural('verdict.trouble', verdict.count, { total: number(verdict.total) })
            : verdict.kind === 'unsure' || verdict.kind === 'limitedSome' ? plural(`verdict.${verdict.kind}`, verdict.count, { total: number(verdict.total) })
            : 'count' in verdict ? plural(`verdict.${verdict.kind}`, verdict.count)
            : verdict.kind === 'outage' ? t('verdict.outage', { provider: providerName(verdict.provider) })
            : t(`verdict.${verdict.kind}`)}
        </h1>
      </header>
      {verdict.kind === 'none'
        ? <StatePanel title={t('connections.empty')} icon={<PlugIcon />}>{t('connections.emptyHint')}</StatePanel>
        : (
          <section aria-label={t('connections.title')} className="stack">
            <div className="line line--apart">
              <StatusTally summary={first.summary} selected={state.status} onChange={(status) => setUrl({ status: status.join(',') })} />
              <div className="toolbar">
                {mine > 0 && (
                  <label className="checkbox"><input type="checkbox" checked={state.mine} onChange={(event) => setUrl({ mine: event.target.checked ? '1' : null })} />{t('connections.mine', { count: troubled.complete ? number(mine) : `${number(mine)}+` })}</label>
                )}
                {providers.length > 1 && (
                  <select className="select" aria-label={t('filter.provider')} value={state.provider} onChange={(event) => setUrl({ provider: event.target.value })}>
                    <option value="">{t('filter.allProviders')}</option>
                    {providers.map((provider) => <option key={provider} value={provider}>{providerName(provider)}</option>)}
                  </select>
                )}
                <select className="select" aria-label={t('filter.sort')} value={state.order} onChange={(event) => setUrl({ sort: event.target.value === 'worst' ? null : event.target.value })}>
                  {orders.map((order) => <option key={order} value={order}>{t(`sort.${order}`)}</option>)}
                </select>
                {(first.total > 1 || by) && <GroupSelect value={by} options={groupings} onChange={(group) => setUrl({ group, open: null })} />}
                <SearchInput value={state.search} onChange={search} label={t('filter.search')} />
              </div>
            </div>
            {by ? (
              <GroupedList scope="owner" by={by} filter={filterOf(state)} empty={nothing} {...(state.mine ? { hidden: hasNoneOfMine } : {})}>
                {(filter) => <ConnectionList bare known={all} filter={filter} state={state} empty={<p className="muted group__none">{t('connections.noMatch')}</p>} />}
              </GroupedList>
            ) : <ConnectionList known={all} filter={filterOf(state)} state={state} empty={nothing} />}
          </section>
        )}
      {verdict.kind !== 'none' && <RecentChanges scope="owner" />}
    </div>
  );
}
