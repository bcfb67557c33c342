import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../api/administration';
import { de } from '../../i18n/de';
import { en } from '../../i18n/en';
import { textsOf } from '../../i18n/I18n';
import { newRule } from '../rules/rule';
import { changesOf, nameIn } from './changes';
import { daysBetween } from './days';

const english = textsOf('en', en);
const german = textsOf('de', de);

function entry(action: string, changes: [field: string, before: unknown, after: unknown][]): AuditEntry {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  return { id: '1', at: '2026-01-01T10:00:00Z', actor: 'admin', action, subjectId: 's', changes: changes.map(([field, before, after]) => ({ field, before: json(before), after: json(after) })) };
}

const words = (audited: AuditEntry, texts = english) => changesOf(audited, texts).map(({ label, before, after }) => `${label}: ${before === null ? '' : `${before} > `}${after ?? '–'}`);

describe('changesOf', () => {
  it('tells of a new rule only what differs from the defaults, in human units', () => {
    const { scope, ...rule } = { ...newRule(), id: 'r', name: 'Slow', severity: 'critical', cooldownMs: 5_400_000, origin: 'runtime' };
    const fields = [...Object.entries(rule), ...Object.entries(scope).map(([name, value]) => [`scope.${name}`, value] as const)];
    expect(words(entry('alertRule.added', fields.map(([field, value]) => [field, undefined, value])))).toEqual(['Severity: Critical', 'When: 3 failures in a row', 'Cool down: 1 hr 30 min']);
  });
  it('tells of a change what was and what is, defaults too', () => {
    expect(words(entry('alertRule.changed', [['enabled', false, true], ['pendingMs', 60_000, 0]]))).toEqual(['Switched on: No > Yes', 'Wait before firing: 1 min > 0 sec']);
  });
  it('speaks the language of the page', () => {
    expect(words(entry('silence.changed', [['matchers', [], [{ label: 'provider', op: '=', value: 'slack' }]]]), german)).toEqual([`${de['matchers.legend']}: ${de['system.none']} > ${de['matchers.provider']} = slack`]);
  });
  it('says nothing of something removed but its name', () => {
    const removed = entry('integration.removed', [['name', 'Alice’s Gmail', undefined], ['provider', 'gmail', undefined]]);
    expect(changesOf(removed, english)).toEqual([]);
    expect(nameIn(removed)).toBe('Alice’s Gmail');
  });
  it('shows as it is what was cut', () => {
    const cut = { ...entry('notificationChannel.changed', []), changes: [{ field: 'templates.body', before: null, after: '"long…' }] };
    expect(words(cut)).toEqual(['Body: "long…']);
  });
});

describe('daysBetween', () => {
  it('means both days whole', () => {
    const { from, to } = daysBetween('2026-01-31', '2026-01-31');
    expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(24 * 3_600_000);
    expect(new Date(from ?? '').getHours()).toBe(0);
  });
  it('takes nothing from an address that holds no day', () => {
    expect(daysBetween('yesterday', '')).toEqual({});
  });
});
