import type { ChannelType, NotificationChannel } from '../../api/alerting';

export const channelTypes = ['webhook', 'email', 'slack', 'teams', 'pagerDuty'] as const satisfies readonly ChannelType[];

/** A channel in work: a secret is written and never read. */
export type ChannelDraft = NotificationChannel & { secret: string };

export function newChannel(): ChannelDraft {
  return { id: '', name: '', type: 'webhook', enabled: true, settings: settingsFor('webhook'), hasSecret: false, secret: '' };
}

export function draftOf(channel: NotificationChannel): ChannelDraft {
  return { ...channel, secret: '' };
}

export function settingsFor(type: ChannelType): Record<string, unknown> {
  switch (type) {
    case 'webhook': return { url: '', format: 'standard', headers: {} };
    case 'email': return { to: [] };
    case 'slack':
    case 'teams': return { url: '' };
    case 'pagerDuty': return {};
  }
}

export function bodyOf(draft: ChannelDraft): NotificationChannel & { secret?: string } {
  const body: Partial<ChannelDraft> = { ...draft };
  delete body.hasSecret;
  delete body.origin;
  delete body.disabledReason;
  // Left out, a secret stays as it is.
  if (!draft.secret) delete body.secret;
  return body as NotificationChannel & { secret?: string };
}

/** Headers as people write them: one a line. */
export function headersOf(text: string): Record<string, string> {
  return Object.fromEntries(text.split('\n').map((line) => line.split(/:(.*)/s)).filter(([name, value]) => name?.trim() && value !== undefined).map(([name, value]) => [(name ?? '').trim(), (value ?? '').trim()]));
}

export function headersText(headers: unknown): string {
  return headers && typeof headers === 'object' ? Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`).join('\n') : '';
}

/** Where a channel leads, in a few words. */
export function targetOf(channel: NotificationChannel): string {
  const { url, to } = channel.settings;
  if (typeof url === 'string' && url) {
    try {
      return new URL(url).host;
    } catch {
      return url;
    }
  }
  return Array.isArray(to) ? to.join(', ') : typeof to === 'string' ? to : '';
}
