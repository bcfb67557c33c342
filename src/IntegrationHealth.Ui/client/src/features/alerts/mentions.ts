import type { Alert } from '../../api/alerting';

/** True when what a person sees of an alert holds the text. */
export function mentions(alert: Alert, text: string, ruleName: string): boolean {
  const wanted = text.trim().toLowerCase();
  return wanted === '' || [alert.name, alert.integrationId, alert.provider, alert.message, ruleName].some((each) => each?.toLowerCase().includes(wanted));
}
