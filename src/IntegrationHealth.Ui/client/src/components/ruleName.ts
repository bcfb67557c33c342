import type { Alert } from '../api/alerting';
import type { Texts } from '../i18n/I18n';

/** The rules that come with the library have English names there, and the page's language here; one that was renamed keeps its own. */
export function nameOfRule(id: string, name: string | null | undefined, known: Texts['known']): string {
  const original = defaults[id];
  if (original !== undefined && (!name || name === original)) return known(`rule.${id}`) ?? original;
  return name ?? id;
}

export function ruleNameOf(alert: Alert, known: Texts['known']): string {
  return nameOfRule(alert.ruleId, alert.ruleName, known);
}

const defaults: Record<string, string> = {
  'default-connection-lost': 'Connection lost', 'default-failing': 'Checks keep failing', 'default-provider-outage': 'Provider outage',
  'default-credential-expiry': 'Credential ends soon', 'default-no-data': 'Not checked',
};
