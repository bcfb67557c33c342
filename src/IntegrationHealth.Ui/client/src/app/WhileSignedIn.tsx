import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useLiveStatus } from '../realtime/Live';
import { hasSignedOut } from './persistence';
import { SignedOutPage } from './wholePages';

/**
 * The page, also of somebody whose sign-in has ended: what was known stays, and what is being typed, under a bar that says so. Only where
 * there is nothing to show, or the person has left on purpose, the way to sign in is all there is; and then for good, whatever the host answers later.
 */
export function WhileSignedIn({ signInUrl, children }: { signInUrl: string | null; children: ReactNode }) {
  const client = useQueryClient();
  const { state } = useLiveStatus();
  const [hasLeft, setHasLeft] = useState(false);
  if (!hasLeft && state === 'signedOut' && hasSignedOut()) setHasLeft(true);
  useEffect(() => {
    if (hasLeft) client.clear();
  }, [hasLeft, client]);
  const isEmpty = () => client.getQueryCache().getAll().every((query) => query.state.data === undefined);
  return hasLeft || (state === 'signedOut' && isEmpty()) ? <SignedOutPage signInUrl={signInUrl} /> : children;
}
