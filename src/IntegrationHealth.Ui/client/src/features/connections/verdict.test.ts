import { describe, expect, it } from 'vitest';
import { someFailure, someHealth } from '../../testing/some';
import { needsOwner, verdictOf, worstFirst } from './verdict';

const none = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0, paused: 0 };
const revoked = someHealth({ status: 'unhealthy', failure: someFailure() });
const outage = someHealth({ id: 'two', status: 'unhealthy', failure: someFailure({ kind: 'providerOutage', responsibleParty: 'vendor', action: 'wait' }) });

describe('verdictOf', () => {
  it('says first what needs the person, whatever else is broken', () => {
    expect(verdictOf([outage, revoked], { ...none, unhealthy: 2 }, 7)).toEqual({ kind: 'needYou', count: 1, total: 7 });
  });
  it('blames the provider when only it is down', () => {
    expect(verdictOf([outage], { ...none, unhealthy: 1, healthy: 3 }, 4)).toEqual({ kind: 'outage', provider: 'gmail' });
  });
  it('asks nothing of the person for what they cannot mend', () => {
    const network = someHealth({ status: 'unhealthy', failure: someFailure({ kind: 'network', responsibleParty: 'developer', action: 'none' }) });
    expect(verdictOf([network], { ...none, unhealthy: 1 }, 1).kind).toBe('trouble');
  });
  it('is glad only when all works', () => {
    expect(verdictOf([someHealth()], { ...none, healthy: 1 }, 1)).toEqual({ kind: 'well', count: 1 });
    expect(verdictOf([], { ...none, unknown: 2 }, 2).kind).toBe('checking');
    expect(verdictOf([], none, 0).kind).toBe('none');
    expect(verdictOf([someHealth()], { ...none, healthy: 1, unknown: 6 }, 7)).toEqual({ kind: 'unsure', count: 6, total: 7 });
  });
  it('counts none that is old as working', () => {
    expect(verdictOf([someHealth({ stale: true }), someHealth({ id: 'two' })], { ...none, healthy: 2 }, 2)).toEqual({ kind: 'unsure', count: 1, total: 2 });
    expect(verdictOf([someHealth({ status: 'unknown', stale: true })], { ...none, unknown: 1 }, 1)).toEqual({ kind: 'unsure', count: 1, total: 1 });
  });
  it('says of paused ones that they are, and counts those that work', () => {
    expect(verdictOf([someHealth({ status: 'paused' })], { ...none, paused: 1 }, 1)).toEqual({ kind: 'paused' });
    expect(verdictOf([someHealth()], { ...none, healthy: 1, paused: 3 }, 4)).toEqual({ kind: 'wellBesidesPaused', count: 1 });
  });
  it('says that everything works besides those with limits only where that is known', () => {
    expect(verdictOf([someHealth({ status: 'degraded' })], { ...none, degraded: 1, healthy: 1 }, 2)).toEqual({ kind: 'limited', count: 1 });
    expect(verdictOf([someHealth({ status: 'degraded' })], { ...none, degraded: 1, unknown: 1 }, 2)).toEqual({ kind: 'limitedSome', count: 1, total: 2 });
  });
  it('sees an outage in connections that it marks, though they worked', () => {
    const marked = someHealth({ id: 'three', status: 'degraded', failure: someFailure({ kind: 'providerOutage', outageId: 'o1', responsibleParty: 'vendor', action: 'wait' }) });
    expect(verdictOf([marked], { ...none, degraded: 1, healthy: 3 }, 4)).toEqual({ kind: 'outage', provider: 'gmail' });
    expect(verdictOf([marked, outage], { ...none, degraded: 1, unhealthy: 1 }, 2)).toEqual({ kind: 'outage', provider: 'gmail' });
    expect(verdictOf([marked, { ...marked, id: 'four', provider: 'slack' }], { ...none, degraded: 2 }, 2)).toEqual({ kind: 'outages', count: 2 });
    const other = someHealth({ id: 'five', status: 'unhealthy', failure: someFailure({ kind: 'network', responsibleParty: 'developer', action: 'none' }) });
    expect(verdictOf([marked, other], { ...none, degraded: 1, unhealthy: 1 }, 2)).toEqual({ kind: 'trouble', count: 1, total: 2 });
  });
});

describe('needsOwner', () => {
  it('withholds the prompt during an outage of the provider', () => {
    expect(needsOwner(someHealth({ status: 'unhealthy', failure: someFailure({ outageId: 'o1' }) }))).toBe(false);
    expect(needsOwner(revoked)).toBe(true);
  });
});

describe('worstFirst', () => {
  it('puts what the person can mend before what is merely broken', () => {
    expect([someHealth({ id: 'three' }), outage, revoked].sort(worstFirst).map((health) => health.id)).toEqual(['one', 'two', 'three']);
  });
});
