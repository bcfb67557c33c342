import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';

/** What is typed, or opened and closed, is no step that the back button should undo one by one. */
const inPassing = new Set(['q', 'ownerId', 'tag', 'open', 'actor', 'subjectId']);

/** State that lives in the address: it survives a reload, can be sent to a colleague, and the back button undoes what was chosen. */
export function useUrlState(): [URLSearchParams, (change: Record<string, string | null>) => void] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const parameters = useMemo(() => new URLSearchParams(search), [search]);
  const change = useCallback((values: Record<string, string | null>) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(values)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const text = next.toString();
    navigate(text ? `${path}?${text}` : path, { replace: Object.keys(values).every((name) => inPassing.has(name)) });
  }, [search, path, navigate]);
  return [parameters, change];
}

export function listOf(parameters: URLSearchParams, name: string): string[] {
  return parameters.get(name)?.split(',').filter(Boolean) ?? [];
}
