import type { Problem } from '../api/problem';
import type { Texts } from '../i18n/I18n';

/** Why the server refused, in its own words; an answer without any, such as a proxy's page, still has its status. */
export function refusalText(problem: Problem, { t }: Pick<Texts, 't'>): string {
  return problem.status === 0 ? t('error.noAnswer') : problem.detail || problem.title || t('error.status', { status: problem.status });
}

/** Why something that was asked for did not happen, in the words of the person who asked; the server's own only where nothing better is known. */
export function problemText(problem: Problem, { t }: Pick<Texts, 't'>): string {
  if (problem.status === 0) return t('error.noAnswer');
  if (problem.status === 401) return t('signedOut.title');
  if (problem.status === 403) return t('error.forbidden');
  if (problem.status === 404) return t('error.noConnection');
  if (problem.status >= 500) return t('error.serverHint', { status: problem.status });
  return problem.detail || t('error.status', { status: problem.status });
}
