import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { fetchConfiguration, readConfiguration, signInAddress, type Configuration } from './app/configuration';
import { keepPageOffline } from './app/offline';
import { persistQueries } from './app/persistence';
import { applyTheme, currentPreferences } from './app/preferences';
import { createQueryClient } from './app/queryClient';
import { hostAccessToken } from './api/accessToken';
import { preferredLocale } from './i18n/I18n';
import { loadFirstTexts } from './i18n/parts';
import './styles/tokens.css';
import './styles/components.css';
import './styles/page.css';

applyTheme();
void start(readConfiguration(document));

async function start(page: Configuration): Promise<void> {
  if (!page.user && page.signInUrl && !page.accessTokenUrl && page.apiUrl) {
    // Nobody is signed in: the host's own page is where to go, and it leads back here.
    location.replace(signInAddress(page, location) ?? page.signInUrl);
    return;
  }

  // The page that will be asked for in a moment: its script comes beside the texts instead of after them.
  if (page.apiUrl) void (page.administrator ? import('./app/AdminPages') : import('./features/connections/ConnectionsPage')).catch(() => undefined);
  const [configuration, texts] = await Promise.all([withToken(page), loadFirstTexts(currentPreferences().locale ?? preferredLocale(navigator.languages))]);
  const client = createQueryClient();
  persistQueries(client, configuration.userKey ?? 'anonymous', localStorage);
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no element #root.');
  createRoot(root).render(<StrictMode><App configuration={configuration} client={client} initialTexts={texts} /></StrictMode>);
  if (import.meta.env.PROD) keepPageOffline(page, navigator.serviceWorker);
}

/** With a bearer token the server could not know who asks for the page: it is asked again, with the token. */
async function withToken(page: Configuration): Promise<Configuration> {
  if (!page.accessTokenUrl) return page;
  const token = await hostAccessToken(page.accessTokenUrl)().catch(() => null);
  return token ? fetchConfiguration(page.rootUrl, token).catch(() => page) : page;
}
