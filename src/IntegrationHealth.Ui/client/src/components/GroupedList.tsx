import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useApi } from '../api/context';
import { filterOfGroup, groupsByStatus, groupsQuery, type Grouping } from '../api/groups';
import { healthListQuery, type HealthFilter, type Scope } from '../api/health';
import type { HealthGroup } from '../api/types';
import { useTexts } from '../i18n/I18n';
import { Groups } from './Groups';
import { readOpen, toggled, writeOpen } from './openGroups';
import { Awaiting, RowsSkeleton } from './states';
import { useUrlState } from './url';

interface Props {
  scope: Scope;
  by: Grouping;
  filter: HealthFilter;
  /** Groups that are left out although the server has them. */
  hidden?: (group: HealthGroup) => boolean;
  empty: ReactNode;
  children: (filter: HealthFilter, name: string) => ReactNode;
}

/** Each open group is a list of its own to ask for: more at once would be as many requests at once. */
const mostOpened = 20;

/** Groups as the server counts them; what is in one is asked for when it is opened. Which are open stands in the address. */
export function GroupedList({ scope, by, filter, hidden, empty, children }: Props) {
  const { t } = useTexts();
  const [url, setUrl] = useUrlState();
  const open = readOpen(url.get('open'));
  const byStatus = by === 'status';
  const api = useApi();
  const list = useInfiniteQuery({ ...groupsQuery(api, scope, byStatus ? 'provider' : by, filter), enabled: !byStatus });
  const whole = useInfiniteQuery({ ...healthListQuery(api, scope, filter), enabled: byStatus });
  const summary = whole.data?.pages[0]?.summary;
  const found = byStatus ? summary && groupsByStatus(summary, filter) : list.data?.pages.flatMap((page) => page.items);
  if (!found && byStatus) return <Awaiting query={whole}><RowsSkeleton count={4} /></Awaiting>;
  if (!found) return <Awaiting query={list}><RowsSkeleton count={6} /></Awaiting>;
  // Of a list with one tag the groups by tag would be the other tags of the same integrations.
  const groups = found.filter((group) => (by !== 'tag' || !filter.tag || group.key === filter.tag) && !hidden?.(group));
  if (groups.length === 0) return empty;
  const first = groups.slice(0, mostOpened);
  const allOpen = first.every((group) => open.includes(group.key));
  return (
    <div className="stack stack--tight">
      <div className="line line--apart">
        <p className="small muted">{t('groups.hint')}</p>
        <button type="button" className="button button--small button--quiet" onClick={() => setUrl({ open: allOpen ? null : writeOpen(first.map((group) => group.key)) })}>
          {t(allOpen ? 'groups.closeAll' : 'groups.openAll')}
        </button>
      </div>
      <Groups scope={scope} by={by} groups={groups} open={open} onToggle={(key) => setUrl({ open: writeOpen(toggled(open, key)) })}>
        {(key, name) => children(filterOfGroup(by, key, filter), name)}
      </Groups>
      {!byStatus && list.hasNextPage && <div><button type="button" className="button" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('groups.more')}</button></div>}
    </div>
  );
}
