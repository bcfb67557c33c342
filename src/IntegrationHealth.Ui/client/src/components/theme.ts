import { useSyncExternalStore } from 'react';

let version = 0;
const listeners = new Set<() => void>();
let watching = false;

/** A number that changes with the theme: what is drawn on a canvas does not follow CSS by itself. */
export function useThemeVersion(): number {
  return useSyncExternalStore(subscribe, () => version);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!watching) {
    watching = true;
    const changed = () => {
      version++;
      for (const each of listeners) each();
    };
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
    new MutationObserver(changed).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
  }
  return () => listeners.delete(listener);
}
