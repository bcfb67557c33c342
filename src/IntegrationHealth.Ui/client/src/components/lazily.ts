import { lazy } from 'react';

type Load = () => Promise<unknown>;

const loads = new Set<Load>();
/** One module at a time, and not before the first page has what it needs. */
const afterMs = 4000;

/** A component whose script is read when it is first shown, or before, once the browser has nothing else to do. */
export const lazily: typeof lazy = (load) => {
  loads.add(load);
  return lazy(load);
};

/** Reads those scripts ahead, so that pages can be shown when the connection is gone, and after a newer version took the place of this one. */
export function readAhead(): () => void {
  let stopped = false;
  const timer = setTimeout(() => {
    void (async () => {
      for (const load of loads) {
        if (stopped) return;
        await load().catch(() => undefined);
      }
    })();
  }, afterMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
