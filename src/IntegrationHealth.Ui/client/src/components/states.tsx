import type { ReactNode } from 'react';
import { problemOf } from '../api/problem';
import { useTexts } from '../i18n/I18n';
import { Heading } from './Heading';
import { SignInLink } from './signIn';
import { useLastError, type Asked } from './useLastError';

/** Something that is not there, said in words, with what to do about it. */
export function StatePanel({ title, children, actions, icon }: { title: string; children?: ReactNode; actions?: ReactNode; icon?: ReactNode }) {
  return (
    <div className="card state">
      {icon}
      <Heading usually={2} look="title">{title}</Heading>
      {children && <p>{children}</p>}
      {actions && <div className="line">{actions}</div>}
    </div>
  );
}

/**
 * What stands where an answer is awaited: its likeness, and why there is none once there was none. That goes on standing there while it is asked for again,
 * be it by the person or by news, for which nobody has asked.
 */
export function Awaiting({ query, notFound, children }: {
  query: Asked & { isFetching: boolean; refetch: () => unknown }; notFound?: ReactNode; children: ReactNode;
}) {
  const error = useLastError(query);
  if (!error) return children;
  return notFound && problemOf(error).status === 404 ? notFound : <ErrorPanel error={error} retry={() => { query.refetch(); }} isRetrying={query.isFetching} />;
}

export function ErrorPanel({ error, retry, isRetrying = false }: { error: unknown; retry?: () => void; isRetrying?: boolean }) {
  const { t } = useTexts();
  const problem = problemOf(error);
  const noAnswer = problem.status === 0;
  const server = problem.status >= 500;
  const title = noAnswer ? t('error.noAnswer') : server ? t('error.server') : problem.status === 401 ? t('signedOut.title') : problem.status === 404 ? t('error.notFound') : problem.status === 403 ? t('error.forbidden') : t('error.title');
  return (
    <div role="alert">
      <span className="visually-hidden" role="status">{isRetrying && t('state.loading')}</span>
      <StatePanel title={title} icon={<BrokenLinkIcon />}
        actions={(retry || problem.status === 401) && <>{problem.status === 401 && <SignInLink />}{retry && <button type="button" className="button" data-busy={isRetrying || undefined} onClick={retry}>{t('action.tryAgain')}</button>}</>}>
        {noAnswer ? t('error.noAnswerHint') : server ? <>{t('error.serverHint', { status: problem.status })}{problem.detail && <> <span lang="en">{problem.detail}</span></>}</>
          : problem.status === 401 ? t('signedOut.hint') : problem.status === 403 ? t('error.forbiddenHint') : problem.status === 404 ? t('error.notFoundHint')
          : problem.detail ? <span lang="en">{problem.detail}</span> : t('error.status', { status: problem.status })}
      </StatePanel>
    </div>
  );
}

export function Skeleton({ width = '100%', height = 14 }: { width?: number | string; height?: number }) {
  return <span className="skeleton" style={{ width, height }} />;
}

export function RowsSkeleton({ count = 6 }: { count?: number }) {
  const { t } = useTexts();
  return (
    <div className="card" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: count }, (_, index) => (
        <div className="row" key={index}>
          <Skeleton width={18} height={18} /><Skeleton width={34} height={34} /><Skeleton width={`${46 - (index % 3) * 9}%`} />
        </div>
      ))}
    </div>
  );
}

export function PlugIcon() {
  return (
    <svg width="36" height="36" viewBox="0 0 36 36" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d="M13 5v8m10-8v8M9 13h18v4a9 9 0 0 1-18 0zm9 13v5" />
    </svg>
  );
}

export function BrokenLinkIcon() {
  return (
    <svg width="36" height="36" viewBox="0 0 36 36" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" aria-hidden="true">
      <path d="M15 21l-4 4a5 5 0 0 1-7-7l5-5m12 2l4-4a5 5 0 0 1 7 7l-5 5M13 8l-1-4m11 28l-1-4M8 13l-4-1m28 11l-4-1" />
    </svg>
  );
}
