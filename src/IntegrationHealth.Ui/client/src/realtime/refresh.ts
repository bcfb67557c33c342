import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { ApiClient } from '../api/client';
import { rootOf, type HealthFilter, type Scope } from '../api/health';
import type { HealthPage } from '../api/types';

/** A list that was scrolled further than this is not read again page by page: its rows are kept up to date live. */
const mostPages = 2;

export interface Settler {
  (...kinds: string[]): void;
  /** What is gathered is dropped. */
  cancel: () => void;
}

/** Gathers kinds of queries for a while, and hands them over once. */
export function settler(milliseconds: number, settled: (kinds: readonly string[]) => void): Settler {
  const gathered = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const settle = (...kinds: string[]) => {
    for (const kind of kinds) gathered.add(kind);
    timer ??= setTimeout(() => {
      timer = null;
      const due = [...gathered];
      gathered.clear();
      settled(due);
    }, milliseconds);
  };
  const cancel = () => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
  return Object.assign(settle, { cancel });
}

/** Has what is shown read again. Of a long list only the counts are, as they alone say something of rows that are not here. */
export function refresh(api: ApiClient, client: QueryClient, kinds: readonly string[]): void {
  for (const kind of kinds) {
    void client.invalidateQueries({ queryKey: [kind], predicate: (query) => !isLong(query.state.data) });
    if (kind !== 'healthList') continue;
    for (const query of client.getQueryCache().findAll({ queryKey: [kind], type: 'active', predicate: ({ state }) => isLong(state.data) })) {
      const [, scope, filter] = query.queryKey as readonly [string, Scope, HealthFilter];
      void readCounts(api, client, scope, filter);
    }
  }
}

async function readCounts(api: ApiClient, client: QueryClient, scope: Scope, filter: HealthFilter): Promise<void> {
  const answer = await api.get<HealthPage>(`${rootOf(scope)}/health`, { ...filter, limit: 1 }).catch(() => null);
  if (!answer) return;
  client.setQueryData<InfiniteData<HealthPage>>(['healthList', scope, filter], (data) => data && {
    ...data, pages: data.pages.map((page, index) => (index === 0 ? { ...page, total: answer.total, summary: answer.summary } : page)),
  });
}

function isLong(data: unknown): boolean {
  const pages = (data as { pages?: unknown[] } | undefined)?.pages;
  return pages !== undefined && pages.length > mostPages;
}
