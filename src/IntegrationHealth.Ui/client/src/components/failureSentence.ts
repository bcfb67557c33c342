import type { Failure, FailureKind, IntegrationHealth, Status } from '../api/types';
import type { Texts } from '../i18n/I18n';

/** As their vendors write them; where there is no vendor, what is asked is named instead. */
const names: Record<string, string> = {
  gmail: 'Gmail', 'google-calendar': 'Google Calendar', slack: 'Slack', github: 'GitHub', 'microsoft-graph': 'Microsoft', stripe: 'Stripe', hubspot: 'HubSpot',
  salesforce: 'Salesforce', notion: 'Notion', jira: 'Jira',
};

export function providerName(provider: string, { t }: Pick<Texts, 't'>): string {
  if (provider === 'http' || provider === 'healthcheck') return t('provider.server');
  if (provider === 'mcp') return t('provider.mcp');
  return names[provider] ?? provider;
}

/** What happened, from the catalogue: in the person's language, and no more than the kind of failure tells. */
export function sentenceOf(provider: string, status: Status, kind: FailureKind, texts: Pick<Texts, 't'>): string {
  const slow = kind === 'timeout' && status === 'degraded';
  return texts.t(slow ? 'why.slow' : `why.${kind}`, { provider: providerName(provider, texts) });
}

/**
 * What happened, in the page's language. The server writes English and knows more than the kind, so an English page has its words;
 * another has the catalogue's, and shows the server's beside them.
 */
export function failureSentence(health: IntegrationHealth, failure: Failure, texts: Texts, now: number): string {
  if (texts.locale === 'en' && failure.message) return failure.message;
  if (failure.kind === 'rateLimited' && failure.retryAfter && Date.parse(failure.retryAfter) > now)
    return texts.t('why.rateLimitedUntil', { provider: providerName(health.provider, texts), when: texts.relative(failure.retryAfter, now) });
  return sentenceOf(health.provider, health.status, failure.kind, texts);
}
