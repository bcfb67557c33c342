import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useApi } from '../../api/context';
import { healthListQuery, type HealthFilter } from '../../api/health';
import { ErrorPanel, RowsSkeleton } from '../../components/states';
import { useTexts } from '../../i18n/I18n';
import { IntegrationsTable } from './IntegrationsTable';

interface Props {
  filter: HealthFilter;
  name: string;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
}

/** The table of one open group: as long as any, and drawn as far as it is looked at. */
export function GroupTable({ filter, name, selected, onSelect }: Props) {
  const { t, number } = useTexts();
  const list = useInfiniteQuery(healthListQuery(useApi(), 'admin', filter));
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const first = list.data?.pages[0];
  useDeselectWhenClosed(items, selected, onSelect);
  if (!first) return list.isError ? <ErrorPanel error={list.error} retry={() => void list.refetch()} /> : <RowsSkeleton count={3} />;
  return (
    <>
      <IntegrationsTable bare label={name} items={items} total={first.total} selected={selected} onSelect={onSelect} hasMore={list.hasNextPage}
        onMore={() => { if (!list.isFetchingNextPage) void list.fetchNextPage(); }} />
      {list.hasNextPage && <p className="small muted group__foot">{t('integrations.loaded', { loaded: number(items.length), total: number(first.total) })}</p>}
    </>
  );
}

/** What a closed group holds cannot be seen, and must not be acted on. */
function useDeselectWhenClosed(items: readonly { id: string }[], selected: ReadonlySet<string>, onSelect: (selected: ReadonlySet<string>) => void): void {
  const latest = useRef({ items, selected, onSelect });
  useEffect(() => {
    latest.current = { items, selected, onSelect };
  });
  useEffect(() => () => {
    // The values of the moment it is closed, which is why they are read only here.
    const { items: held, selected: chosen, onSelect: choose } = latest.current;
    if (!held.some((item) => chosen.has(item.id))) return;
    const gone = new Set(held.map((item) => item.id));
    choose(new Set([...chosen].filter((id) => !gone.has(id))));
  }, []);
}
