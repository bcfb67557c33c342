import { useCallback, useEffect, useRef, useState } from 'react';

export type Selection = ReadonlySet<string>;

/** Of one view only: what is selected under other filters could not be seen, and must not be acted on. */
export function useSelection(view: string): { selected: Selection; select: (selected: Selection) => void; drop: (ids: readonly string[]) => void } {
  const [held, setHeld] = useState<{ view: string; selected: Selection }>({ view, selected: new Set() });
  if (held.view !== view) setHeld({ view, selected: new Set() });
  // Tables of several groups may drop some in the same moment: each takes from what the others have left.
  const drop = useCallback((ids: readonly string[]) => setHeld((current) => (ids.some((id) => current.selected.has(id))
    ? { ...current, selected: new Set([...current.selected].filter((id) => !ids.includes(id))) } : current)), []);
  return { selected: held.selected, select: (selected) => setHeld({ view, selected }), drop };
}

/** Of the selected those that are in the list: what a change of status has taken out of it cannot be seen any more. */
export function shownOf(selected: Selection, items: readonly { id: string }[]): Selection {
  return selected.size === 0 ? selected : new Set(items.flatMap(({ id }) => (selected.has(id) ? [id] : [])));
}

/** What has left a group, or is in one that is closed, cannot be seen, and must not be acted on. */
export function useDropUnseen(items: readonly { id: string }[], drop: (ids: readonly string[]) => void): void {
  const seen = useRef<readonly string[]>([]);
  useEffect(() => {
    const here = new Set(items.map((item) => item.id));
    const gone = seen.current.filter((id) => !here.has(id));
    seen.current = [...here];
    if (gone.length > 0) drop(gone);
  }, [items, drop]);
  useEffect(() => () => {
    drop(seen.current);
    seen.current = [];
  }, [drop]);
}
