import { useState } from 'react';

/** Why a question had no answer when it was asked last; it stands while the question is asked again, until there is an answer. */
export function useLastError(query: { error: unknown; data: unknown }): unknown {
  const [last, setLast] = useState(query.error);
  const error = query.error ?? (query.data === undefined ? last : null);
  if (error !== last) setLast(error);
  return error;
}
