import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useApi } from '../../api/context';
import { groupsQuery } from '../../api/groups';
import { healthListQuery } from '../../api/health';
import { statuses, type IntegrationHealth, type Summary } from '../../api/types';
import { troubles } from './verdict';

/** A thousand connections in trouble are counted one by one; of more it is said that there are more. */
const mostPages = 5;

/** All connections in trouble, beyond the page that is held: what a person is told of all of them must be true of all of them. */
export function useTroubled(held: readonly IntegrationHealth[], summary: Summary | undefined): { items: readonly IntegrationHealth[]; complete: boolean } {
  const wanted = summary ? troubles.reduce((sum, status) => sum + summary[status], 0) : 0;
  // Where all are held nothing is missing, though the counts lag behind a row that has just changed.
  const isMissing = held.length < totalOf(summary) && countOf(held) < wanted;
  const rest = useInfiniteQuery({ ...healthListQuery(useApi(), 'owner', { status: troubles, sort: 'status' }), enabled: isMissing });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = rest;
  const pages = rest.data?.pages ?? [];
  const readOn = isMissing && hasNextPage && !isFetchingNextPage && !isError && pages.length < mostPages;
  useEffect(() => {
    if (readOn) void fetchNextPage();
  }, [readOn, pages.length, fetchNextPage]);
  if (!isMissing) return { items: held, complete: true };
  const byId = new Map(pages.flatMap((page) => page.items).map((item) => [item.id, item]));
  for (const item of held) if (!byId.has(item.id)) byId.set(item.id, item);
  const items = [...byId.values()];
  return { items, complete: countOf(items) >= wanted };
}

/** The providers that a person has connections with, also those of connections that are not held. */
export function useProviders(held: readonly IntegrationHealth[], total: number): string[] {
  const groups = useInfiniteQuery({ ...groupsQuery(useApi(), 'owner', 'provider', {}), enabled: held.length < total });
  const known = groups.data?.pages.flatMap((page) => page.items.map((group) => group.key)) ?? [];
  return [...new Set([...known, ...held.map((item) => item.provider)])].sort();
}

function totalOf(summary: Summary | undefined): number {
  return summary ? statuses.reduce((sum, status) => sum + summary[status], 0) : 0;
}

function countOf(items: readonly IntegrationHealth[]): number {
  return items.filter((item) => troubles.includes(item.status)).length;
}
