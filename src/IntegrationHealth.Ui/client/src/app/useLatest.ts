import { useEffect, useRef, useState } from 'react';

/** A function that never changes, and does what the newest one given does. */
export function useLatest<A extends unknown[]>(action: (...values: A) => void): (...values: A) => void {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  const [stable] = useState(() => (...values: A) => latest.current(...values));
  return stable;
}
