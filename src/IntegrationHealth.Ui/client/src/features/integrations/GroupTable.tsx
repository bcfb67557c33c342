import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '../../api/context';
import { healthListQuery, type HealthFilter } from '../../api/health';
import { Awaiting, RowsSkeleton } from '../../components/states';
import { useTexts } from '../../i18n/I18n';
import { IntegrationsTable } from './IntegrationsTable';
import { useDropUnseen, type Selection } from './selection';

interface Props {
  filter: HealthFilter;
  name: string;
  selected: Selection;
  onSelect: (selected: Selection) => void;
  onUnseen: (ids: readonly string[]) => void;
}

/** The table of one open group: as long as any, and drawn as far as it is looked at. */
export function GroupTable({ filter, name, selected, onSelect, onUnseen }: Props) {
  const { t, number } = useTexts();
  const list = useInfiniteQuery(healthListQuery(useApi(), 'admin', filter));
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const first = list.data?.pages[0];
  useDropUnseen(items, onUnseen);
  if (!first) return <Awaiting query={list}><RowsSkeleton count={3} /></Awaiting>;
  return (
    <>
      <IntegrationsTable bare label={name} items={items} total={first.total} selected={selected} onSelect={onSelect} hasMore={list.hasNextPage}
        onMore={() => { if (!list.isFetchingNextPage) void list.fetchNextPage(); }} />
      {list.hasNextPage && <p className="small muted group__foot">{t('integrations.loaded', { loaded: number(items.length), total: number(first.total) })}</p>}
    </>
  );
}
