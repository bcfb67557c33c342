import type { ApiClient } from '../../api/client';
import { problemOf, type Problem } from '../../api/problem';

export type BulkAction = 'check' | 'pause' | 'resume';

export interface BulkResult {
  done: number;
  /** Reasons with how often each was given. */
  refused: Map<string, number>;
}

const atOnce = 4;

/** Does the same to many, a few at a time, and counts what became of it; one refusal stops nothing. */
export async function runBulk(api: ApiClient, ids: readonly string[], action: BulkAction, progress: (done: number) => void, wordsOf: (problem: Problem) => string): Promise<BulkResult> {
  const result: BulkResult = { done: 0, refused: new Map() };
  const waiting = [...ids];
  let finished = 0;
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      try {
        await act(api, id, action);
        result.done++;
      } catch (error) {
        const reason = wordsOf(problemOf(error));
        result.refused.set(reason, (result.refused.get(reason) ?? 0) + 1);
      }
      progress(++finished);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, ids.length) }, work));
  return result;
}

function act(api: ApiClient, id: string, action: BulkAction): Promise<unknown> {
  const path = `admin/integrations/${encodeURIComponent(id)}`;
  return action === 'check' ? api.change('POST', `${path}/health/check`) : api.change('PATCH', path, { enabled: action === 'resume' });
}
