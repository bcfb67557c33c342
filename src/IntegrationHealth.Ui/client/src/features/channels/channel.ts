import type { NotificationChannel } from '../../api/alerting';
import type { Texts } from '../../i18n/I18n';

export const channelsPath = 'admin/notification-channels';
export const channelTypes = ['webhook', 'email', 'slack', 'teams', 'pagerDuty'] as const;
export type BuiltInType = (typeof channelTypes)[number];

/** A channel in work: a secret is written and never read. */
export type ChannelDraft = NotificationChannel & { secret: string };

export function newChannel(timeZone: string): ChannelDraft {
  return {
    id: '', name: '', type: 'webhook', enabled: true, settings: settingsFor('webhook'), hasSecret: false, secret: '',
    quietHours: null, digest: null, timeZone, templates: {}, maxPerMinute: null,
  };
}

export function draftOf(channel: NotificationChannel): ChannelDraft {
  return { ...channel, secret: '' };
}

export function isBuiltIn(type: string): type is BuiltInType {
  return (channelTypes as readonly string[]).includes(type);
}

/** Types of the host's own have no words here. */
export function typeText(type: string, t: Texts['t']): string {
  return isBuiltIn(type) ? t(`channels.type.${type}`) : type;
}

export function settingsFor(type: string): Record<string, unknown> {
  switch (type) {
    case 'webhook': return { url: '', format: 'standard', headers: {} };
    case 'email': return { to: [] };
    case 'slack':
    case 'teams': return { url: '' };
    default: return {};
  }
}

export function bodyOf(draft: ChannelDraft): NotificationChannel & { secret?: string } {
  const body: Partial<ChannelDraft> = { ...draft, settings: withoutEmpty(draft.settings) };
  delete body.hasSecret;
  delete body.origin;
  delete body.disabledReason;
  // Left out, a secret stays as it is.
  if (!draft.secret) delete body.secret;
  return body as NotificationChannel & { secret?: string };
}

/** A field that was emptied is one that was never filled in: the server then takes its default. */
function withoutEmpty(settings: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== '' && value !== null));
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

/** `22:00:00` as a time field has it: `22:00`. */
export function clockOf(time: string): string {
  return time.slice(0, 5);
}

export function timeOf(clock: string): string {
  return clock.length === 5 ? `${clock}:00` : clock;
}
