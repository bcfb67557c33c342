import { act, renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { shownOf, useDropUnseen, useSelection } from './selection';

const list = (...ids: string[]) => ids.map((id) => ({ id }));

describe('shownOf', () => {
  it('leaves out what is selected and no longer in the list', () => {
    expect([...shownOf(new Set(['one', 'two']), list('two', 'three'))]).toEqual(['two']);
  });
});

describe('useSelection', () => {
  it('begins anew with another view', () => {
    const { result, rerender } = renderHook((view: string) => useSelection(view), { initialProps: 'failing' });
    act(() => result.current.select(new Set(['one'])));
    rerender('all');
    expect(result.current.selected.size).toBe(0);
  });
});

describe('useDropUnseen', () => {
  it('drops what leaves a group, from several groups at once, and all when it is closed', () => {
    const { result, rerender, unmount } = renderHook(({ first, second }: { first: { id: string }[]; second: { id: string }[] }) => {
      const selection = useSelection('by provider');
      useDropUnseen(first, selection.drop);
      useDropUnseen(second, selection.drop);
      return selection;
    }, { initialProps: { first: list('one', 'two'), second: list('three', 'four') } });
    act(() => result.current.select(new Set(['one', 'two', 'three', 'four'])));
    rerender({ first: list('two', 'five'), second: list('four') });
    expect([...result.current.selected]).toEqual(['two', 'four']);
    unmount();
  });
  it('drops all of a group that is closed', () => {
    const dropped: string[][] = [];
    renderHook(() => useDropUnseen(list('one', 'two'), (ids) => { if (ids.length) dropped.push([...ids]); })).unmount();
    expect(dropped.at(-1)).toEqual(['one', 'two']);
  });
});
