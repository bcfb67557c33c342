import type { HealthFilter } from '../../api/health';
import type { IntegrationHealth } from '../../api/types';
import { needsOwner, troubles, worstFirst } from './verdict';

export const orders = ['worst', 'name', 'changed', 'latency', 'checked'] as const;
export type Order = (typeof orders)[number];

/** What the server is asked for; how bad it is for this person only the page knows. */
export const serverOrders: Record<Order, string> = { worst: 'status', name: 'name', changed: '-statusSince', latency: '-latency', checked: '-lastCheckedAt' };

export function readOrder(text: string | null): Order {
  return orders.find((order) => order === text) ?? 'worst';
}

export interface ListState {
  status: string[];
  provider: string;
  search: string;
  order: Order;
  mine: boolean;
}

export function filterOf(state: ListState): HealthFilter {
  const status = state.mine ? troubles.filter((one) => state.status.length === 0 || state.status.includes(one)) : state.status;
  return {
    ...(status.length ? { status } : {}),
    ...(state.provider ? { provider: [state.provider] } : {}),
    ...(state.search ? { q: state.search } : {}),
    sort: serverOrders[state.order],
  };
}

/** What the server would filter, as far as it can be told here. */
export function matches(health: IntegrationHealth, filter: HealthFilter): boolean {
  const text = filter.q?.toLowerCase();
  return (!filter.status?.length || filter.status.includes(health.status))
    && (!filter.provider?.length || filter.provider.includes(health.provider))
    && (!filter.tag || health.tags.includes(filter.tag))
    && (!filter.without?.includes('tag') || health.tags.length === 0)
    && (!text || health.name.toLowerCase().includes(text) || health.id.toLowerCase().includes(text));
}

/** Rows stay where they are while they change: the order is that of the moment the list was read. */
export function arrange(items: readonly IntegrationHealth[], state: ListState, held: readonly string[]): IntegrationHealth[] {
  const shown = state.mine ? items.filter(needsOwner) : [...items];
  if (state.order !== 'worst') return shown;
  const places = new Map(held.map((id, index) => [id, index]));
  if (shown.every((item) => places.has(item.id))) return shown.sort((left, right) => (places.get(left.id) ?? 0) - (places.get(right.id) ?? 0));
  return shown.sort(worstFirst);
}
