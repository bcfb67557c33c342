import { describe, expect, it } from 'vitest';
import { readOpen, toggled, writeOpen } from './openGroups';

describe('the open groups of an address', () => {
  it.each([[[]], [['gmail', 'slack']], [['']], [['', 'a,b', '50%', 'Größe & co']]])('%j come back as they went in', (keys) => {
    expect(readOpen(writeOpen(keys))).toEqual(keys);
  });
  it('is no reason to fail when somebody cut it off', () => {
    expect(readOpen('.gmail,.50%,slack')).toEqual(['gmail', '50%']);
  });
  it('opens what is closed, and closes what is open', () => {
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  });
});
