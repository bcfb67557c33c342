import type { Condition, EscalationPolicy, Matcher } from '../../api/alerting';
import type { AuditEntry } from '../../api/administration';
import type { MessageKey, Texts } from '../../i18n/I18n';
import { conditionText } from '../rules/conditionText';
import { newRule } from '../rules/rule';

export interface ShownChange {
  field: string;
  label: string;
  before: string | null;
  after: string | null;
}

const labels: Record<string, MessageKey> = {
  name: 'field.name', enabled: 'field.enabled', provider: 'filter.provider', ownerId: 'detail.owner', tags: 'detail.tags', intervalMs: 'register.interval', severity: 'alerts.severity',
  'scope.providers': 'rules.scopeProviders', 'scope.ownerIds': 'rules.scopeOwnerIds', 'scope.tags': 'detail.tags', 'scope.integrationIds': 'rules.scopeIntegrations',
  match: 'rules.match', conditions: 'rules.conditions', pendingMs: 'rules.pending', keepFiringMs: 'rules.keepFiring', cooldownMs: 'rules.cooldown', repeatIntervalMs: 'rules.repeat',
  acknowledgeTimeoutMs: 'rules.acknowledge', groupBy: 'rules.groupBy', groupWaitMs: 'rules.groupWait', groupIntervalMs: 'rules.groupInterval', channelIds: 'nav.channels',
  escalationPolicyId: 'nav.escalation', notifyOwner: 'rules.notifyOwner', sendResolved: 'rules.sendResolved', type: 'channels.typeLabel', hasSecret: 'channels.token',
  digest: 'delivery.digest', timeZone: 'maintenance.timeZone', maxPerMinute: 'delivery.rate', 'quietHours.from': 'delivery.quietFrom', 'quietHours.to': 'delivery.quietTo',
  'quietHours.bypass': 'delivery.bypass', cron: 'maintenance.cron', durationMs: 'maintenance.duration', matchers: 'matchers.legend', startsAt: 'silences.from', endsAt: 'silences.until',
  comment: 'silences.comment', steps: 'audit.steps', repeat: 'escalation.repeat', 'settings.to': 'channels.to', 'settings.format': 'channels.format',
};

/** What the page says elsewhere, or what nobody chose. */
const untold = new Set(['id', 'origin', 'createdBy', 'name']);
const rule = newRule();
const defaults: Record<string, unknown> = { enabled: true, timeZone: 'UTC' };
const defaultsOfRule: Record<string, unknown> = { ...rule, ...Object.fromEntries(Object.entries(rule.scope).map(([name, value]) => [`scope.${name}`, value])), conditions: undefined };

/** What became different, in words: of something new only what differs from the defaults, of something removed nothing. */
export function changesOf(entry: AuditEntry, texts: Texts): ShownChange[] {
  const isNew = entry.changes.length > 0 && entry.changes.every((change) => change.before === null) && /\.(added|registered)$/.test(entry.action);
  const isGone = entry.action.endsWith('.removed');
  if (isGone) return [];
  const usual = entry.action.startsWith('alertRule.') ? defaultsOfRule : defaults;
  return entry.changes
    .filter((change) => !isNew || !(untold.has(change.field) || isEmpty(read(change.after)) || same(read(change.after), usual[change.field])))
    .map((change) => ({
      field: change.field, label: labelOf(change.field, texts),
      before: isNew || change.before === null ? null : valueText(change.field, change.before, texts),
      after: change.after === null ? null : valueText(change.field, change.after, texts),
    }));
}

/** The name of what it was done to, where the entry tells it. */
export function nameIn(entry: AuditEntry): string | null {
  // A silence has no name; why it is there is what people know it by.
  const naming = entry.action.startsWith('silence.') ? 'comment' : 'name';
  const change = entry.changes.find((each) => each.field === naming);
  const name = change && read(change.after ?? change.before);
  return typeof name === 'string' && name !== '' ? name : null;
}

function labelOf(field: string, { t, known }: Texts): string {
  const key = labels[field];
  if (key) return t(key);
  const last = field.slice(field.lastIndexOf('.') + 1);
  return (field.startsWith('settings.') ? known(`setting.${last}`) ?? known(`channels.${last}`) : null)
    ?? last.replace(/Ms$/, '').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/^./, (first) => first.toUpperCase());
}

function valueText(field: string, json: string, texts: Texts): string {
  const { t, known, number, duration, dateTime } = texts;
  const value = read(json);
  if (typeof value === 'boolean') return t(value ? 'register.yes' : 'register.no');
  if (typeof value === 'number') return field.endsWith('Ms') ? duration(value) : number(value);
  if (typeof value === 'string') {
    if (field === 'severity' || field === 'quietHours.bypass') return known(`severity.${value}`) ?? value;
    if (field === 'match') return t(value === 'any' ? 'rules.matchAny' : 'rules.matchAll');
    if (field === 'type') return known(`channels.type.${value}`) ?? value;
    return /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)) ? dateTime(value) : value;
  }
  if (!Array.isArray(value)) return json;
  if (value.length === 0) return t('system.none');
  switch (field) {
    case 'conditions': return (value as Condition[]).map((condition) => conditionText(condition, texts)).join('; ');
    case 'matchers': return (value as Matcher[]).map(({ label, op, value: wanted }) => `${known(`matchers.${label}`) ?? label} ${op} ${wanted}`).join(t('matchers.and'));
    case 'steps': return (value as EscalationPolicy['steps']).map((step) => t('escalation.step', { delay: duration(step.delayMs), channels: step.channelIds.join(', ') })).join('; ');
    case 'groupBy': return value.map((each) => known(`rules.groupBy.${String(each)}`) ?? String(each)).join(', ');
    default: return value.map((each) => (typeof each === 'object' ? JSON.stringify(each) : String(each))).join(', ');
  }
}

/** Values are JSON; one that was cut is not, and is shown as it is. */
function read(json: string | null): unknown {
  if (json === null) return null;
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || value === false || value === 0 || (typeof value === 'object' && Object.keys(value).length === 0);
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
