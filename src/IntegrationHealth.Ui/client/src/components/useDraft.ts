import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTexts } from '../i18n/I18n';

interface Seed<T> {
  value: T;
  /** Grows when the form is to begin anew. */
  generation: number;
}

/**
 * What a form begins with: the first answer since it was opened. What comes later, when a lost connection returns for instance, must not
 * overwrite what is being typed; that it differs is said instead.
 */
export function useSeed<T>(query: UseQueryResult<T>): { seed: Seed<T> | null; isOutdated: boolean; renew: () => void } {
  const [seed, setSeed] = useState<Seed<T> | null>(null);
  const { data } = query;
  if (seed === null && data !== undefined && query.isFetchedAfterMount) setSeed({ value: data, generation: 0 });
  return {
    seed,
    isOutdated: seed !== null && data !== undefined && JSON.stringify(data) !== JSON.stringify(seed.value),
    renew: () => {
      if (data !== undefined) setSeed((current) => ({ value: data, generation: (current?.generation ?? 0) + 1 }));
    },
  };
}

/** Asks before a link, the browser or its history leads away from what is not saved; what it gives asks before a part of the page does. */
export function useLeaveGuard(dirty: boolean): () => boolean {
  const { t } = useTexts();
  const question = t('form.leave');
  useEffect(() => {
    if (!dirty) return;
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
      if (!link || link.target === '_blank' || event.ctrlKey || event.metaKey || event.shiftKey || link.getAttribute('href')?.startsWith('#')) return;
      if (window.confirm(question)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    let here = location.href;
    const moved = () => {
      here = location.href;
    };
    // By then the address is already another. It is put back before the pages hear of it, and the page before stays the one before.
    const back = (event: PopStateEvent) => {
      if (location.href === here || window.confirm(question)) return;
      event.stopImmediatePropagation();
      history.pushState(null, '', here);
    };
    window.addEventListener('beforeunload', unload);
    document.addEventListener('click', click, true);
    window.addEventListener('popstate', back, true);
    window.addEventListener('pushState', moved);
    window.addEventListener('replaceState', moved);
    return () => {
      window.removeEventListener('beforeunload', unload);
      document.removeEventListener('click', click, true);
      window.removeEventListener('popstate', back, true);
      window.removeEventListener('pushState', moved);
      window.removeEventListener('replaceState', moved);
    };
  }, [dirty, question]);
  return () => !dirty || window.confirm(question);
}
