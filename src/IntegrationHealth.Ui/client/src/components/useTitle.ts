import { useEffect } from 'react';

const application = typeof document === 'undefined' ? '' : document.title;

/** The page's name before the application's, as a tab shows only the first words. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = application ? `${title} · ${application}` : title;
  }, [title]);
}
