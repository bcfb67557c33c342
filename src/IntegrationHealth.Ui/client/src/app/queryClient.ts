import { QueryClient } from '@tanstack/react-query';
import { problemOf } from '../api/problem';

/** Mutations never wait for a connection: what a person asked for an hour ago is not what they want now. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 30 * 60_000,
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
        retryDelay: (attempt) => Math.min(1000 * 2 ** attempt, 8000),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

function isWorthRetrying(error: unknown): boolean {
  const { status } = problemOf(error);
  return status >= 500;
}
