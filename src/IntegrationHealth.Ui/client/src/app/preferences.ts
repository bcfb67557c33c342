import { useSyncExternalStore } from 'react';
import type { Locale } from '../i18n/I18n';

export type Theme = 'system' | 'light' | 'dark';

export interface Preferences {
  theme: Theme;
  /** Null: as the browser prefers. */
  locale: Locale | null;
  notifications: boolean;
}

const key = 'integration-health:preferences';
const defaults: Preferences = { theme: 'system', locale: null, notifications: false };
const listeners = new Set<() => void>();
let current = read();

export function currentPreferences(): Preferences {
  return current;
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current);
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(key, JSON.stringify(current));
  } catch {
    // A browser that keeps nothing still applies the choice until it closes.
  }
  applyTheme(current.theme);
  for (const listener of listeners) listener();
}

export function applyTheme(theme: Theme = current.theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): Preferences {
  try {
    return { ...defaults, ...JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences> };
  } catch {
    return defaults;
  }
}
