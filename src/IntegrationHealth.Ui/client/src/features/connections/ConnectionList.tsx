import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useApi } from '../../api/context';
import { healthListQuery, type HealthFilter } from '../../api/health';
import type { IntegrationHealth } from '../../api/types';
import { Awaiting, RowsSkeleton } from '../../components/states';
import { useTexts } from '../../i18n/I18n';
import { useCanAct } from '../../realtime/Live';
import { ConnectionRow } from './ConnectionRow';
import { arrange, matches, type ListState } from './order';

/** As many as a window shows. */
const enoughRows = 30;

interface Props {
  filter: HealthFilter;
  state: ListState;
  empty: ReactNode;
  /** All connections that are known, whatever the filter. */
  known: readonly IntegrationHealth[];
  /** In a group, which has a frame of its own. */
  bare?: boolean;
}

/** Rows of connections, in an order that holds while they change. */
export function ConnectionList({ filter, state, empty, known, bare = false }: Props) {
  const { t } = useTexts();
  const canAct = useCanAct();
  const list = useInfiniteQuery(healthListQuery(useApi(), 'owner', filter));
  const loaded = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const held = useHeldOrder(loaded, state, list.dataUpdatedAt);
  // Without a connection another filter can still be answered from what is known.
  const kept = list.isError && !list.data && known.length > 0 ? known.filter((health) => matches(health, filter)) : null;
  const rows = kept ? arrange(kept, state, []) : arrange(loaded, state, held);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  // Which of them need this person only the page knows: it reads on until there is something to show.
  const readOn = state.mine && rows.length < enoughRows && hasNextPage && !isFetchingNextPage && !list.isError;
  useEffect(() => {
    if (readOn) void fetchNextPage();
  }, [readOn, loaded.length, fetchNextPage]);
  if (!list.data && !kept) return <Awaiting query={list}><RowsSkeleton count={bare ? 2 : 6} /></Awaiting>;
  if (rows.length === 0) return readOn || isFetchingNextPage ? <RowsSkeleton count={2} /> : empty;
  return (
    <>
      <div className={bare ? undefined : 'card'}>
        <ul className="rows">
          {rows.map((health) => <ConnectionRow key={health.id} health={health} scope="owner" href={`/connections/${encodeURIComponent(health.id)}`} canAct={canAct} />)}
        </ul>
      </div>
      {hasNextPage && <button type="button" className="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('action.more')}</button>}
    </>
  );
}

/** The order of the rows as it was when the filter was chosen; changes that come live move nothing. */
function useHeldOrder(items: readonly IntegrationHealth[], state: ListState, readAt: number): string[] {
  const key = `${state.order}|${state.status.join()}|${state.provider}|${state.search}|${state.mine}|${items.length}`;
  const [held, setHeld] = useState<{ key: string; ids: string[] }>({ key: '', ids: [] });
  if (held.key !== key && readAt > 0) {
    const ids = arrange(items, { ...state, mine: false }, []).map((item) => item.id);
    setHeld({ key, ids });
    return ids;
  }
  return held.ids;
}
