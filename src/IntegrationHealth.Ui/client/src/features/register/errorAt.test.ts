import { describe, expect, it } from 'vitest';
import { errorAt } from './errorAt';

describe('errorAt', () => {
  it('says of an empty field that it is needed, and of another what the server says', () => {
    for (const empty of [undefined, null, '', '  ', []]) expect(errorAt('not allowed', empty, 'Fill this in.')).toBe('Fill this in.');
    for (const filled of ['ftp://x', 0, false, ['x']]) expect(errorAt('not allowed', filled, 'Fill this in.')).toBe('not allowed');
    expect(errorAt(undefined, '', 'Fill this in.')).toBeUndefined();
  });
});
