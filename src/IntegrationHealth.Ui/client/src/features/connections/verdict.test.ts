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
    expect(verdictOf([someHealth()], { ...none, healthy: 1 }, 1)).toEqual({ kind: 'well', total: 1 });
    expect(verdictOf([], { ...none, unknown: 2 }, 2).kind).toBe('checking');
    expect(verdictOf([], none, 0).kind).toBe('none');
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
