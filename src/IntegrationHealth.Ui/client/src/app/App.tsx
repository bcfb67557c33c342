import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { Link, Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { hostAccessToken } from '../api/accessToken';
import { ApiClient } from '../api/client';
import { ApiProvider } from '../api/context';
import { lazily, readAhead } from '../components/lazily';
import { PageBoundary } from '../components/PageBoundary';
import { BrokenLinkIcon, RowsSkeleton, StatePanel } from '../components/states';
import { ToastProvider } from '../components/Toasts';
import { loadFirstTexts } from '../i18n/parts';
import { I18nProvider, preferredLocale, useTexts, type Texts } from '../i18n/I18n';
import { signInAddress, type Configuration } from './configuration';
import { LiveWithNews } from './LiveWithNews';
import { stopKeeping } from './persistence';
import { usePreferences } from './preferences';
import { Shell } from './Shell';
import { WhileSignedIn } from './WhileSignedIn';
import { whoIsSignedIn } from './whoIsSignedIn';
import { SwitchedOffPage } from './wholePages';

const ConnectionsPage = lazily(() => import('../features/connections/ConnectionsPage').then((module) => ({ default: module.ConnectionsPage })));
const DetailPage = lazily(() => import('../features/detail/DetailPage').then((module) => ({ default: module.DetailPage })));
const ChangesPage = lazily(() => import('../features/changes/ChangesPage').then((module) => ({ default: module.ChangesPage })));
const AdminPages = lazy(() => import('./AdminPages').then((module) => ({ default: module.AdminPages })));

interface Props {
  configuration: Configuration;
  client: QueryClient;
  initialTexts: Texts;
}

export function App({ configuration, client, initialTexts }: Props) {
  const texts = useChosenTexts(initialTexts);
  const [accessToken] = useState(() => (configuration.accessTokenUrl ? hostAccessToken(configuration.accessTokenUrl) : undefined));
  const api = useMemo(
    () => (configuration.apiUrl ? new ApiClient({ url: configuration.apiUrl, accessToken, person: whoIsSignedIn(configuration, accessToken, leavePage) }) : null),
    [configuration, accessToken]);

  return (
    <I18nProvider texts={texts}>
      {!api ? <SwitchedOffPage />
        : (
          <QueryClientProvider client={client}>
            <ApiProvider value={api}>
              <ToastProvider>
                <Router base={new URL(configuration.rootUrl).pathname.replace(/\/$/, '')}>
                  <LiveWithNews administrator={configuration.administrator} accessToken={accessToken}>
                    <WhileSignedIn signInUrl={signInAddress(configuration, location)}>
                      <Shell configuration={configuration}>
                        <Pages administrator={configuration.administrator} />
                      </Shell>
                    </WhileSignedIn>
                  </LiveWithNews>
                </Router>
              </ToastProvider>
            </ApiProvider>
          </QueryClientProvider>
        )}
    </I18nProvider>
  );
}

/** Keeps nothing of what is still under way for the next person. */
function leavePage(): void {
  stopKeeping();
  location.reload();
}

function Pages({ administrator }: { administrator: boolean }) {
  const { t } = useTexts();
  const [path] = useLocation();
  useEffect(readAhead, []);
  return (
    <PageBoundary page={path}><Suspense fallback={<RowsSkeleton />}><Switch>
      <Route path="/">{administrator ? <Redirect to="/admin" replace /> : <ConnectionsPage />}</Route>
      <Route path="/connections"><ConnectionsPage /></Route>
      <Route path="/connections/:id">{({ id }) => <DetailPage key={id} id={decodeURIComponent(id)} scope="owner" />}</Route>
      <Route path="/changes"><ChangesPage scope="owner" /></Route>
      {administrator && <Route path="/admin/integrations/:id">{({ id }) => <DetailPage key={id} id={decodeURIComponent(id)} scope="admin" />}</Route>}
      {administrator && <Route path="/admin/*?"><AdminPages /></Route>}
      <Route><StatePanel title={t('error.notFound')} icon={<BrokenLinkIcon />} actions={<Link className="button" href="/">{t('error.toStart')}</Link>}>{t('error.noPage')}</StatePanel></Route>
    </Switch></Suspense></PageBoundary>
  );
}

/** The chosen language; the one before stays until the new one is here. */
function useChosenTexts(initial: Texts): Texts {
  const { locale } = usePreferences();
  const wanted = locale ?? preferredLocale(navigator.languages);
  const [texts, setTexts] = useState(initial);
  useEffect(() => {
    document.documentElement.lang = texts.locale;
    if (texts.locale === wanted) return;
    let current = true;
    void loadFirstTexts(wanted).then((loaded) => {
      if (current) setTexts(loaded);
    });
    return () => {
      current = false;
    };
  }, [wanted, texts.locale]);
  return texts;
}
