import type { IntegrationDefinition, Provider, ProviderSetting } from '../../api/administration';
import type { MessageKey } from '../../i18n/I18n';

/** Settings that have words of their own; others are named after themselves. */
const known = [
  'accountEmail', 'requiredScopes', 'baseAddress', 'calendarId', 'requireWrite', 'teamId', 'account', 'probe', 'liveMode', 'instanceUrl', 'cloudId',
  'url', 'method', 'headers', 'body', 'contentType', 'expectedStatus', 'bodyContains', 'bodyNotContains', 'bodyMatches', 'jsonPath', 'jsonEquals',
  'degradedLatencyMs', 'tlsExpiryWarningDays', 'maxRedirects', 'maxResponseBytes', 'endpoint', 'command', 'arguments', 'workingDirectory', 'environment',
  'tokenVariable', 'service', 'requiredTools', 'probeTool', 'probeArguments', 'probeMayWrite', 'detectToolDrift', 'toolDriftNoticeHours', 'check',
] as const;
type KnownSetting = (typeof known)[number];

export function labelKeyOf(name: string): MessageKey | null {
  return (known as readonly string[]).includes(name) ? `setting.${name as KnownSetting}` : null;
}

/** `toolDriftNoticeHours` as "Tool drift notice hours". */
export function humanNameOf(name: string): string {
  const words = name.replace(/([\p{Ll}\d])(\p{Lu})/gu, (_, before: string, capital: string) => `${before} ${capital.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What most integrations of a provider are told comes first; the rest waits behind a fold. */
const first: Record<string, readonly string[]> = {
  http: ['url', 'method', 'expectedStatus', 'bodyContains'],
  mcp: ['endpoint', 'service', 'requiredTools'],
  gmail: ['accountEmail', 'requiredScopes'],
  'google-calendar': ['accountEmail', 'calendarId', 'requireWrite', 'requiredScopes'],
  slack: ['teamId', 'requiredScopes'],
  salesforce: ['instanceUrl', 'account', 'requiredScopes'],
  jira: ['cloudId', 'account', 'requiredScopes'],
};
const alwaysLast: readonly string[] = ['baseAddress'];

export function arrange(provider: Provider): { main: ProviderSetting[]; more: ProviderSetting[] } {
  const names = first[provider.name];
  if (names) {
    const main = names.map((name) => provider.settings.find((setting) => setting.name === name)).filter((setting): setting is ProviderSetting => setting !== undefined);
    return { main, more: provider.settings.filter((setting) => !main.includes(setting)) };
  }
  return { main: provider.settings.filter((setting) => !alwaysLast.includes(setting.name)), more: provider.settings.filter((setting) => alwaysLast.includes(setting.name)) };
}

/** Addresses, so that a phone shows the right keys. */
export function isAddress(name: string): boolean {
  return /(url|address|endpoint)$/i.test(name);
}

/**
 * What is sent of a change: each setting that is not as it was, and null for one that was emptied, as the server merges. A value that was never
 * touched stays away, so that a secret that was shown blotted out is not put in its place.
 */
export function changedSettings(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const value = emptied(after[name]) ? null : after[name];
    if (JSON.stringify(value ?? null) === JSON.stringify(before[name] ?? null)) continue;
    changed[name] = isMap(value) && isMap(before[name]) ? changedSettings(before[name], value) : value;
  }
  return changed;
}

export function newSettings(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !emptied(value)));
}

function emptied(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0) || (isMap(value) && Object.keys(value).length === 0);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the form works on. An id is chosen by the server unless one is given. */
export type IntegrationDraft = Omit<IntegrationDefinition, 'origin'>;

export function newDraft(provider: string): IntegrationDraft {
  return { id: '', provider, name: '', ownerId: '', tags: [], intervalMs: null, enabled: true, settings: {} };
}

export function draftOf({ id, provider, name, ownerId, tags, intervalMs, enabled, settings }: IntegrationDefinition): IntegrationDraft {
  return { id, provider, name, ownerId, tags, intervalMs, enabled, settings };
}

export function bodyOf(draft: IntegrationDraft, before: IntegrationDefinition | null): Record<string, unknown> {
  const { id, provider, settings, ...rest } = draft;
  return before ? { ...rest, settings: changedSettings(before.settings, settings) } : { ...rest, provider, settings: newSettings(settings), ...(id ? { id } : {}) };
}
