import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useApi } from '../../api/context';
import type { Scope } from '../../api/health';
import { transitionsQuery } from '../../api/transitions';
import { problemOf } from '../../api/problem';
import { Skeleton } from '../../components/states';
import { useTexts } from '../../i18n/I18n';
import { ChangeItem, keyOfChange } from './ChangeItem';

const shown = 6;

/** The latest changes of status, and the way to the rest. */
export function RecentChanges({ scope }: { scope: Scope }) {
  const { t } = useTexts();
  const list = useInfiniteQuery(transitionsQuery(useApi(), scope, {}, shown));
  const changes = list.data?.pages[0]?.items;
  // A host of before that knows no such list: the page is whole without it.
  if (!changes && list.isError && problemOf(list.error).status === 404) return null;
  return (
    <section className="card card--padded" aria-labelledby="changes">
      <div className="section-head"><h2 id="changes">{t('changes.title')}</h2><Link className="small" href={scope === 'admin' ? '/admin/changes' : '/changes'}>{t('changes.all')}</Link></div>
      {changes ? (changes.length === 0 ? <p className="muted">{t('changes.quiet')}</p>
        : <ol className="changes-list">{changes.slice(0, shown).map((change) => <ChangeItem key={keyOfChange(change)} change={change} scope={scope} />)}</ol>)
        : list.isError ? <p className="muted" role="alert">{t('changes.failed')} <button type="button" className="button button--small" onClick={() => void list.refetch()}>{t('action.tryAgain')}</button></p>
        : <Skeleton height={shown * 45} />}
    </section>
  );
}
