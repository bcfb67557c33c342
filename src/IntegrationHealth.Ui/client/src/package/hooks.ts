import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useApi } from '../api/context';
import { healthQuery } from '../api/health';
import type { IntegrationHealth } from '../api/types';

/** The health of one integration of the person's own, read once and then kept up to date live. */
export function useIntegrationHealth(id: string): UseQueryResult<IntegrationHealth> {
  return useQuery(healthQuery(useApi(), 'owner', id));
}

/** Calls back with each newer health of any integration that is shown or was read, as it arrives. */
export function useHealthUpdates(onUpdate: (health: IntegrationHealth) => void): void {
  const client = useQueryClient();
  const latest = useRef(onUpdate);
  useEffect(() => {
    latest.current = onUpdate;
  });
  useEffect(() => {
    const versions = new Map<string, number>();
    const look = (health: IntegrationHealth) => {
      const known = versions.get(health.id);
      versions.set(health.id, Math.max(known ?? 0, health.version));
      if (known !== undefined && known < health.version) latest.current(health);
    };
    return client.getQueryCache().subscribe(({ query }) => {
      const kind = (query.queryKey as readonly unknown[])[0];
      const data = query.state.data as IntegrationHealth | { pages?: { items: IntegrationHealth[] }[] } | undefined;
      if (!data) return;
      if (kind === 'health') look(data as IntegrationHealth);
      if (kind === 'healthList') for (const page of (data as { pages?: { items: IntegrationHealth[] }[] }).pages ?? []) page.items.forEach(look);
    });
  }, [client]);
}
