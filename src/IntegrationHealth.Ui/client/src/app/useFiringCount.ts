import { useQuery } from '@tanstack/react-query';
import type { AlertPage } from '../api/alerting';
import { useApi } from '../api/context';

/** How many alerts fire, as the number beside the word in the navigation; null without any. A page is counted: beyond it stands "200+". */
export function useFiringCount(number: (value: number) => string): string | null {
  const api = useApi();
  const alerts = useQuery({
    queryKey: ['alerts', 'firing'],
    queryFn: ({ signal }) => api.get<AlertPage>('admin/alerts', { state: 'firing', limit: 200 }, signal),
    retry: false,
  }).data;
  if (!alerts || alerts.items.length === 0) return null;
  return `${number(alerts.items.length)}${alerts.nextCursor ? '+' : ''}`;
}
