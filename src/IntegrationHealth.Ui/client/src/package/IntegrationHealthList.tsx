import { useInfiniteQuery } from '@tanstack/react-query';
import { useApi } from '../api/context';
import { healthListQuery } from '../api/health';
import { Awaiting, PlugIcon, RowsSkeleton, StatePanel } from '../components/states';
import { ConnectionRow } from '../features/connections/ConnectionRow';
import { worstFirst } from '../features/connections/verdict';
import { useTexts } from '../i18n/I18n';
import { useCanAct } from '../realtime/Live';

/** All connections of the person, worst first. */
export function IntegrationHealthList() {
  const { t } = useTexts();
  const list = useInfiniteQuery(healthListQuery(useApi(), 'owner', { sort: 'status' }));
  const canAct = useCanAct();
  const items = list.data?.pages.flatMap((page) => page.items);
  if (!items) return <Awaiting query={list}><RowsSkeleton count={3} /></Awaiting>;
  if (items.length === 0) return <StatePanel title={t('connections.empty')} icon={<PlugIcon />}>{t('connections.emptyHint')}</StatePanel>;
  return (
    <div className="card">
      <ul className="rows">{[...items].sort(worstFirst).map((health) => <ConnectionRow key={health.id} health={health} scope="owner" canAct={canAct} />)}</ul>
      {list.hasNextPage && <button type="button" className="button" onClick={() => void list.fetchNextPage()}>{t('action.more')}</button>}
    </div>
  );
}
