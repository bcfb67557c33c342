import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { createQueryClient } from '../app/queryClient';
import { ApiClient, type AccessToken } from '../api/client';
import { ApiProvider } from '../api/context';
import { ToastProvider } from '../components/Toasts';
import { I18nProvider, type Texts } from '../i18n/I18n';
import { LiveProvider, type LiveEvents } from '../realtime/Live';

export interface IntegrationHealthProviderProps extends LiveEvents {
  /** Absolute address of the endpoints, with a slash at its end: what comes before `integrations/health`. */
  apiUrl: string;
  /** From `loadTexts('en')` or `loadTexts('de')`. */
  texts: Texts;
  /** A bearer token for each call; without one the host's cookie speaks for the person. */
  accessToken?: AccessToken | undefined;
  /** Hear of everyone's integrations; for administrators. */
  administrator?: boolean;
  /** The host's own query client; one is made unless given. */
  queryClient?: QueryClient;
  children: ReactNode;
}

/** What the components and hooks need above them: the endpoints, one live connection, the texts. */
export function IntegrationHealthProvider({ apiUrl, texts, accessToken, administrator = false, queryClient, children, ...events }: IntegrationHealthProviderProps) {
  const [client] = useState(() => queryClient ?? createQueryClient());
  const [api] = useState(() => new ApiClient({ url: apiUrl, accessToken }));
  return (
    <I18nProvider texts={texts}>
      <QueryClientProvider client={client}>
        <ApiProvider value={api}>
          <ToastProvider>
            <LiveProvider administrator={administrator} accessToken={accessToken} {...events}>{children}</LiveProvider>
          </ToastProvider>
        </ApiProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}
