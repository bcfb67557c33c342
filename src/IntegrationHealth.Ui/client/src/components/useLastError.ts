import { useState } from 'react';

/** A question that was put to the server, and how often it had no answer. */
export interface Asked {
  error: unknown;
  data: unknown;
  errorUpdateCount: number;
}

/**
 * Why a question had no answer when it was asked last; it stands while the question is asked again, until there is an answer. Of another question, such as the
 * same with another filter, nothing is known yet.
 */
export function useLastError(query: Asked): unknown {
  const [last, setLast] = useState(query.error);
  const error = query.error ?? (query.data === undefined && query.errorUpdateCount > 0 ? last : null);
  if (error !== last) setLast(error);
  return error;
}
