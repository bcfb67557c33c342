import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Check, HealthPage, IntegrationHealth, Page } from './types';

const mostRecent = 40;

/**
 * Puts newer health where lists, details and bars read it. Rows keep their places: a status changes under the reader's eye, and
 * nothing moves until the list is read again.
 */
export function writeHealth(client: QueryClient, changed: readonly IntegrationHealth[]): void {
  const byId = new Map(changed.map((health) => [health.id, health]));
  changePages(client, (page) => withChanges(page, byId));
  for (const health of changed) {
    for (const scope of ['owner', 'admin']) {
      if (client.getQueryState(['health', scope, health.id]))
        client.setQueryData<IntegrationHealth>(['health', scope, health.id], (known) => newer(known, health));
      if (client.getQueryState(['recent', scope, health.id])?.data)
        client.setQueryData<Check[]>(['recent', scope, health.id], (checks) => checks && withCheck(checks, health));
      for (const [key, data] of client.getQueriesData<InfiniteData<Page<Check>>>({ queryKey: ['checks', scope, health.id] })) {
        const [first, ...rest] = data?.pages ?? [];
        const check = first && newCheck(first.items[0], health);
        // A list that ends at a given time holds nothing later.
        if (data && check && key[4] === null) client.setQueryData(key, { ...data, pages: [{ ...first, items: [check, ...first.items] }, ...rest] });
      }
    }
  }
}

/** Takes what is gone out of the lists, and has an open detail ask what became of it. */
export function removeHealth(client: QueryClient, ids: readonly string[]): void {
  const gone = new Set(ids);
  changePages(client, (page) => without(page, gone));
  for (const id of gone)
    for (const scope of ['owner', 'admin']) void client.invalidateQueries({ queryKey: ['health', scope, id] });
}

/** The versions that are held, by id: what a hub needs to know to send only what changed. */
export function heldVersions(client: QueryClient): Record<string, number> {
  const versions: Record<string, number> = {};
  for (const [, data] of client.getQueriesData<InfiniteData<HealthPage>>({ queryKey: ['healthList'] }))
    for (const page of data?.pages ?? []) for (const item of page.items) versions[item.id] = item.version;
  for (const [, item] of client.getQueriesData<IntegrationHealth>({ queryKey: ['health'] })) if (item) versions[item.id] = item.version;
  return versions;
}

export function findHealth(client: QueryClient, id: string): IntegrationHealth | undefined {
  for (const [, item] of client.getQueriesData<IntegrationHealth>({ queryKey: ['health'] })) if (item?.id === id) return item;
  for (const [, data] of client.getQueriesData<InfiniteData<HealthPage>>({ queryKey: ['healthList'] }))
    for (const page of data?.pages ?? []) for (const item of page.items) if (item.id === id) return item;
  return undefined;
}

/** A list of which no page changed is left alone: nothing is compared, drawn or stored for it. */
function changePages(client: QueryClient, change: (page: HealthPage) => HealthPage): void {
  for (const [key, data] of client.getQueriesData<InfiniteData<HealthPage>>({ queryKey: ['healthList'] })) {
    if (!data) continue;
    const pages = data.pages.map(change);
    if (pages.some((page, index) => page !== data.pages[index])) client.setQueryData<InfiniteData<HealthPage>>(key, { ...data, pages });
  }
}

function withChanges(page: HealthPage, changed: ReadonlyMap<string, IntegrationHealth>): HealthPage {
  if (!page.items.some((item) => changed.has(item.id))) return page;
  return { ...page, items: page.items.map((item) => newer(item, changed.get(item.id) ?? item)) };
}

/** The counts are read again a moment later: on which page the row stood says nothing of the others. */
function without(page: HealthPage, gone: ReadonlySet<string>): HealthPage {
  return page.items.some((item) => gone.has(item.id)) ? { ...page, items: page.items.filter((item) => !gone.has(item.id)) } : page;
}

/** Messages may overtake one another. */
function newer(known: IntegrationHealth | undefined, offered: IntegrationHealth): IntegrationHealth {
  return known && known.version > offered.version ? known : offered;
}

/** A bar grows by the check that the change tells of. */
function withCheck(checks: Check[], health: IntegrationHealth): Check[] {
  const check = newCheck(checks.at(-1), health);
  return check ? [...checks, check].slice(-mostRecent) : checks;
}

/** The check that a change tells of; null when the list has it. */
function newCheck(last: Check | undefined, health: IntegrationHealth): Check | null {
  if (!health.lastCheckedAt || (last && last.checkedAt >= health.lastCheckedAt)) return null;
  const failed = health.failure !== null && health.lastSucceededAt !== health.lastCheckedAt;
  return {
    checkedAt: health.lastCheckedAt, status: health.status, outcome: failed ? 'failed' : health.status === 'degraded' ? 'degraded' : 'succeeded',
    latencyMs: health.latencyMs ?? 0, failureKind: health.failure?.kind ?? null, message: health.failure?.message ?? null,
  };
}
