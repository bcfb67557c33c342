import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { Link } from 'wouter';
import type { AuditEntry } from '../../api/administration';
import { useApi } from '../../api/context';
import type { Page } from '../../api/types';
import { PageHead } from '../../components/PageHead';
import { SearchInput } from '../../components/SearchInput';
import { Awaiting, PlugIcon, RowsSkeleton, StatePanel } from '../../components/states';
import { useUrlState } from '../../components/url';
import { useTexts } from '../../i18n/I18n';
import { changesOf } from './changes';
import { daysBetween } from './days';
import { kindOf, useSubjects } from './subjects';

export function AuditPage() {
  const { t, dateTime } = useTexts();
  const api = useApi();
  const [url, setUrl] = useUrlState();
  const actor = url.get('actor') ?? '';
  const subjectId = url.get('subjectId') ?? '';
  const [fromDay, toDay] = [url.get('from') ?? '', url.get('to') ?? ''];
  const filter = { actor, subjectId, ...daysBetween(fromDay, toDay) };
  const audit = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) => api.get<Page<AuditEntry>>('admin/audit', { ...filter, limit: 50, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const byActor = useCallback((value: string) => setUrl({ actor: value }), [setUrl]);
  const bySubject = useCallback((value: string) => setUrl({ subjectId: value }), [setUrl]);
  const items = audit.data?.pages.flatMap((page) => page.items);
  const subjectOf = useSubjects(items ?? []);
  return (
    <div className="stack">
      <PageHead title={t('nav.audit')} lead={t('audit.lead')} />
      <div className="toolbar">
        <SearchInput value={actor} onChange={byActor} label={t('audit.actor')} />
        <SearchInput value={subjectId} onChange={bySubject} label={t('audit.subject')} />
        <span className="date-range">
          <input type="date" className="input" aria-label={t('audit.from')} title={t('audit.from')} value={fromDay} max={toDay || undefined} onChange={(event) => setUrl({ from: event.target.value })} />
          <span aria-hidden="true">–</span>
          <input type="date" className="input" aria-label={t('audit.to')} title={t('audit.to')} value={toDay} min={fromDay || undefined} onChange={(event) => setUrl({ to: event.target.value })} />
        </span>
      </div>
      {!items ? <Awaiting query={audit}><RowsSkeleton /></Awaiting>
        : items.length === 0 ? <StatePanel title={t('audit.none')} icon={<PlugIcon />}>{t('audit.noneHint')}</StatePanel>
        : (
          <div className="card table-scroll" tabIndex={0} role="region" aria-label={t('nav.audit')}>
            <table className="table table--stack">
              <thead><tr><th scope="col">{t('detail.time')}</th><th scope="col">{t('audit.actor')}</th><th scope="col">{t('audit.action')}</th><th scope="col">{t('audit.subject')}</th><th scope="col">{t('audit.changes')}</th></tr></thead>
              <tbody>
                {items.map((entry) => (
                  <tr key={entry.id}>
                    <td className="nowrap numeric">{dateTime(entry.at)}</td>
                    <td>{entry.actor}</td>
                    <td className="nowrap"><Action entry={entry} /></td>
                    <td><SubjectCell id={entry.subjectId} subject={subjectOf(entry)} narrow={subjectId === '' ? () => setUrl({ subjectId: entry.subjectId }) : null} /></td>
                    <td><Changes entry={entry} /></td>
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

function Action({ entry }: { entry: AuditEntry }) {
  const { known } = useTexts();
  const kind = kindOf(entry);
  const verb = entry.action.slice(kind.length + 1);
  const [kindText, verbText] = [known(`audit.kind.${kind}`), known(`audit.verb.${verb}`)];
  return kindText && verbText ? <span title={entry.action}>{kindText}: {verbText}</span> : <>{entry.action}</>;
}

function SubjectCell({ id, subject, narrow }: { id: string | null; subject: ReturnType<ReturnType<typeof useSubjects>>; narrow: (() => void) | null }) {
  const { t } = useTexts();
  if (!id || !subject) return <>–</>;
  const name = subject.name === id ? <span className="mono">{id}</span> : subject.name;
  return (
    <div title={id}>
      {subject.href ? <Link href={subject.href}>{name}</Link> : name}
      {narrow && <button type="button" className="narrow-link" onClick={narrow}>{t('audit.onlySubject')}<span className="visually-hidden">: {subject.name}</span></button>}
    </div>
  );
}

function Changes({ entry }: { entry: AuditEntry }) {
  const texts = useTexts();
  const changes = changesOf(entry, texts);
  if (changes.length === 0) return /\.(added|registered)$/.test(entry.action) ? <span className="muted">{texts.t('audit.nothing')}</span> : <>–</>;
  return (
    <div className="changes">
      {changes.map((change) => (
        <span key={change.field} title={change.field}>{change.label}: {change.before !== null && <><del>{change.before}</del> → </>}<ins>{change.after ?? '–'}</ins></span>
      ))}
    </div>
  );
}
