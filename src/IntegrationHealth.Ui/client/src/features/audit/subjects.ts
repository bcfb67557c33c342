import { useQueries, useQuery } from '@tanstack/react-query';
import type { AlertRule, EscalationPolicy, MaintenanceWindow, NotificationChannel } from '../../api/alerting';
import type { AuditEntry } from '../../api/administration';
import { useApi } from '../../api/context';
import { healthQuery } from '../../api/health';
import { resourceQuery } from '../../api/resources';
import { nameIn } from './changes';

export interface Subject {
  name: string;
  /** Where it can be seen; null where it is gone, or has no page. */
  href: string | null;
}

const pages: Record<string, (id: string) => string> = {
  integration: (id) => `/admin/integrations/${encodeURIComponent(id)}`, alertRule: (id) => `/admin/rules/${encodeURIComponent(id)}`,
  notificationChannel: (id) => `/admin/channels/${encodeURIComponent(id)}`, alert: (id) => `/admin/alerts/${encodeURIComponent(id)}`,
  silence: () => '/admin/silences', maintenanceWindow: () => '/admin/maintenance', escalationPolicy: () => '/admin/escalation',
};

export function kindOf(entry: AuditEntry): string {
  return entry.action.slice(0, entry.action.indexOf('.'));
}

/** What entries were done to, by id: their names as the entries tell them, or as they are today. */
export function useSubjects(entries: readonly AuditEntry[]): (entry: AuditEntry) => Subject | null {
  const api = useApi();
  const has = (kind: string) => entries.some((entry) => entry.subjectId !== null && kindOf(entry) === kind);
  const told = namesTold(entries);
  const gone = new Set(entries.filter((entry) => entry.action.endsWith('.removed')).map((entry) => entry.subjectId));
  const lists = [
    useQuery({ ...resourceQuery<AlertRule>(api, 'admin/alert-rules'), enabled: has('alertRule'), retry: false }),
    useQuery({ ...resourceQuery<NotificationChannel>(api, 'admin/notification-channels'), enabled: has('notificationChannel'), retry: false }),
    useQuery({ ...resourceQuery<EscalationPolicy>(api, 'admin/escalation-policies'), enabled: has('escalationPolicy'), retry: false }),
    useQuery({ ...resourceQuery<MaintenanceWindow>(api, 'admin/maintenance-windows'), enabled: has('maintenanceWindow'), retry: false }),
  ];
  const unnamed = [...new Set(entries.filter((entry) => kindOf(entry) === 'integration' && entry.subjectId && !told.has(entry.subjectId) && !gone.has(entry.subjectId)).map((entry) => entry.subjectId ?? ''))];
  const integrations = useQueries({ queries: unnamed.map((id) => ({ ...healthQuery(api, 'admin', id), retry: false, staleTime: 60_000 })) });
  const today = new Map(lists.flatMap((list) => (list.data ?? []).map((each) => [each.id, each.name] as const)));
  for (const { data } of integrations) if (data) today.set(data.id, data.name);
  return (entry) => {
    const id = entry.subjectId;
    if (id === null) return null;
    return { name: told.get(id) ?? today.get(id) ?? id, href: gone.has(id) ? null : pages[kindOf(entry)]?.(id) ?? null };
  };
}

/** The newest name wins, and entries come newest first. */
function namesTold(entries: readonly AuditEntry[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const entry of entries) {
    const name = nameIn(entry);
    if (entry.subjectId && name && !names.has(entry.subjectId)) names.set(entry.subjectId, name);
  }
  return names;
}
