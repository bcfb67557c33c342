import { useQuery } from '@tanstack/react-query';
import type { AlertPage } from '../api/alerting';
import { useApi } from '../api/context';

/** How many alerts fire, up to a page of them: the number beside the word in the navigation. */
export function useFiringCount(): number {
  const api = useApi();
  const alerts = useQuery({
    queryKey: ['alerts', 'firing'],
    queryFn: ({ signal }) => api.get<AlertPage>('admin/alerts', { state: 'firing', limit: 200 }, signal),
    retry: false,
  });
  return alerts.data?.items.length ?? 0;
}
