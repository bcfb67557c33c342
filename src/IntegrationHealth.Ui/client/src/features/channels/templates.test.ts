import { describe, expect, it } from 'vitest';
import { choiceOf, faultText, keyOf, offsetOf, partsOf, starterOf } from './templates';

describe('keys of templates', () => {
  it('name a part, and an event before it where there is one', () => {
    for (const key of ['body', 'resolved.subject']) expect(keyOf(choiceOf(key))).toBe(key);
    expect(choiceOf('resolved.subject')).toEqual({ part: 'subject', event: 'resolved' });
    expect(choiceOf('html')).toEqual({ part: 'html', event: 'all' });
  });
  it('take no event that is not known', () => expect(choiceOf('broken.body')).toEqual({ part: 'broken', event: 'all' }));
});

describe('partsOf', () => {
  it('knows no parts of a type that the host brought along', () => expect(partsOf('carrier-pigeon')).toEqual([]));
});

describe('starterOf', () => {
  it('is a text for every part of every type', () => {
    for (const type of ['webhook', 'email', 'slack', 'teams', 'pagerDuty']) for (const part of partsOf(type)) expect(starterOf(type, part)).toContain('title');
  });
});

describe('offsetOf', () => {
  const text = 'first\nsecond\n';
  it('finds a line and column, both from 1', () => {
    expect(offsetOf(text, 1, 1)).toBe(0);
    expect(text.slice(offsetOf(text, 2, 3))).toBe('cond\n');
  });
  it('stays within the text', () => {
    expect(offsetOf(text, 9, 9)).toBe(text.length);
    expect(offsetOf(text, 1, 99)).toBe('first'.length);
  });
});

describe('faultText', () => {
  it('leaves the field away, as it is the one in sight', () => {
    expect(faultText('templates.firing.body is no Liquid template: unexpected end at (3:7).')).toBe('Unexpected end at (3:7).');
    expect(faultText('part is unknown')).toBe('Part is unknown');
  });
});
