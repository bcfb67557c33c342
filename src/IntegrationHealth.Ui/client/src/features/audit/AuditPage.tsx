import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { AuditEntry } from '../../api/administration';
import { useApi } from '../../api/context';
import type { Page } from '../../api/types';
import { PageHead } from '../../components/PageHead';
import { SearchInput } from '../../components/SearchInput';
import { ErrorPanel, PlugIcon, RowsSkeleton, StatePanel } from '../../components/states';
import { useUrlState } from '../../components/url';
import { useTexts } from '../../i18n/I18n';

export function AuditPage() {
  const { t, dateTime } = useTexts();
  const api = useApi();
  const [url, setUrl] = useUrlState();
  const actor = url.get('actor') ?? '';
  const subjectId = url.get('subjectId') ?? '';
  const audit = useInfiniteQuery({
    queryKey: ['audit', actor, subjectId],
    queryFn: ({ pageParam, signal }) => api.get<Page<AuditEntry>>('admin/audit', { actor, subjectId, limit: 50, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const byActor = useCallback((value: string) => setUrl({ actor: value }), [setUrl]);
  const bySubject = useCallback((value: string) => setUrl({ subjectId: value }), [setUrl]);
  const items = audit.data?.pages.flatMap((page) => page.items);
  return (
    <div className="stack">
      <PageHead title={t('nav.audit')} lead={t('audit.lead')} />
      <div className="toolbar"><SearchInput value={actor} onChange={byActor} label={t('audit.actor')} /><SearchInput value={subjectId} onChange={bySubject} label={t('audit.subject')} /></div>
      {!items ? (audit.isError ? <ErrorPanel error={audit.error} retry={() => void audit.refetch()} /> : <RowsSkeleton />)
        : items.length === 0 ? <StatePanel title={t('audit.none')} icon={<PlugIcon />}>{t('audit.noneHint')}</StatePanel>
        : (
          <div className="card table-scroll" tabIndex={0} role="region" aria-label={t('nav.audit')}>
            <table className="table">
              <thead><tr><th scope="col">{t('detail.time')}</th><th scope="col">{t('audit.actor')}</th><th scope="col">{t('audit.action')}</th><th scope="col">{t('audit.subject')}</th><th scope="col">{t('audit.changes')}</th></tr></thead>
              <tbody>
                {items.map((entry) => (
                  <tr key={entry.id}>
                    <td className="nowrap numeric">{dateTime(entry.at)}</td>
                    <td>{entry.actor}</td>
                    <td className="nowrap">{entry.action}</td>
                    <td className="mono">{entry.subjectId ?? '–'}</td>
                    <td><div className="changes">{entry.changes.map((change, index) => <span key={index}>{change.field}: {change.before !== null && <><del>{change.before}</del> → </>}<ins>{change.after ?? '–'}</ins></span>)}</div></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      {audit.hasNextPage && <div><button type="button" className="button" disabled={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>{t('action.more')}</button></div>}
    </div>
  );
}
