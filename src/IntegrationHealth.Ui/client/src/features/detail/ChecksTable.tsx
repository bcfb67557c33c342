import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useApi } from '../../api/context';
import { checksQuery, healthPathOf, type Scope } from '../../api/health';
import type { Check, Page, Status } from '../../api/types';
import { csvOf, download } from '../../components/csv';
import { failureTitle } from '../../components/failureTitle';
import { Awaiting, ErrorPanel, Skeleton } from '../../components/states';
import { StatusIcon } from '../../components/StatusIcon';
import { useTexts, type MessageKey } from '../../i18n/I18n';

const mostExported = 10_000;
const longAgo = '2000-01-01T00:00:00Z';

const icons: Record<string, Status> = { succeeded: 'healthy', degraded: 'degraded', failed: 'unhealthy' };
const words: Record<string, MessageKey> = { succeeded: 'outcome.succeeded', degraded: 'outcome.degraded', failed: 'outcome.failed' };

export function ChecksTable({ id, scope }: { id: string; scope: Scope }) {
  const { t, dateTime, time, milliseconds } = useTexts();
  const api = useApi();
  const checks = useInfiniteQuery(checksQuery(api, scope, id, longAgo));
  const all = checks.data?.pages.flatMap((page) => page.items);
  const exporting = useMutation({
    mutationFn: async () => {
      const found: Check[] = [];
      let cursor: string | null = '';
      while (cursor !== null && found.length < mostExported) {
        const page: Page<Check> = await api.get<Page<Check>>(`${healthPathOf(scope, id)}/history`, { from: longAgo, limit: 200, cursor });
        found.push(...page.items);
        cursor = page.nextCursor;
      }
      return found;
    },
    onSuccess: (found) => download(`${id}-checks.csv`, 'text/csv;charset=utf-8', csvOf(
      ['checkedAt', 'status', 'outcome', 'latencyMs', 'failureKind', 'message'],
      found.map((check) => [check.checkedAt, check.status, check.outcome, check.latencyMs, check.failureKind, check.message]))),
  });
  return (
    <section className="card" aria-labelledby="checks">
      <div className="section-head card__head">
        <h2 id="checks">{t('detail.rawChecks')}</h2>
        <button type="button" className="button button--small" disabled={exporting.isPending} data-busy={exporting.isPending || undefined} onClick={() => exporting.mutate()}>
          {exporting.isPending ? t('detail.exporting') : t('action.export')}
        </button>
      </div>
      {exporting.isError && <ErrorPanel error={exporting.error} />}
      {!all ? <Awaiting query={checks}><div className="card--padded"><Skeleton height={160} /></div></Awaiting> : (
        <div className="table-scroll" tabIndex={0} role="group" aria-labelledby="checks">
          <table className="table table--stack table--checks">
            <thead><tr><th scope="col">{t('detail.time')}</th><th scope="col">{t('detail.outcome')}</th><th scope="col" className="table__number">{t('detail.latency')}</th><th scope="col">{t('detail.message')}</th></tr></thead>
            <tbody>
              {all.map((check) => (
                <tr key={check.checkedAt}>
                  <td className="nowrap numeric"><time dateTime={check.checkedAt} title={dateTime(check.checkedAt)}>{isToday(check.checkedAt) ? time(check.checkedAt) : dateTime(check.checkedAt)}</time></td>
                  <td className="nowrap"><span className="line line--tight"><StatusIcon status={icons[check.outcome] ?? 'unknown'} size={15} />{t(words[check.outcome] ?? 'outcome.inconclusive')}</span></td>
                  <td className="table__number">{milliseconds(check.latencyMs)}</td>
                  <td className="table__text">{check.failureKind && <strong>{t(failureTitle(check.status, check.failureKind))}. </strong>}<span className="muted" lang="en">{check.message}</span></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {checks.hasNextPage && <div className="card__foot"><button type="button" className="button button--small" disabled={checks.isFetchingNextPage} onClick={() => void checks.fetchNextPage()}>{t('action.more')}</button></div>}
    </section>
  );
}

function isToday(time: string): boolean {
  return new Date(time).toDateString() === new Date().toDateString();
}
