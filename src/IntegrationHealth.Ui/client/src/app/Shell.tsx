import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { MessageKey } from '../i18n/I18n';
import { useTexts } from '../i18n/I18n';
import { useLive, useLiveStatus } from '../realtime/Live';
import type { LiveState } from '../realtime/liveConnection';
import { useNow } from '../components/now';
import { signInAddress, type Configuration } from './configuration';
import { PreferencesMenu } from './PreferencesMenu';
import { useFiringCount } from './useFiringCount';
import { useOldAnswers } from './useOldAnswers';

interface NavItem {
  href: string;
  text: MessageKey;
}

const groups: { title: MessageKey; items: NavItem[] }[] = [
  { title: 'nav.watch', items: [
    { href: '/admin', text: 'nav.overview' }, { href: '/admin/integrations', text: 'nav.integrations' }, { href: '/admin/changes', text: 'nav.changes' }, { href: '/admin/outages', text: 'nav.outages' },
    { href: '/connections', text: 'nav.connections' },
  ] },
  { title: 'nav.alerting', items: [
    { href: '/admin/alerts', text: 'nav.alerts' }, { href: '/admin/rules', text: 'nav.rules' }, { href: '/admin/channels', text: 'nav.channels' },
    { href: '/admin/escalation', text: 'nav.escalation' }, { href: '/admin/silences', text: 'nav.silences' }, { href: '/admin/maintenance', text: 'nav.maintenance' },
  ] },
  { title: 'nav.host', items: [{ href: '/admin/audit', text: 'nav.audit' }, { href: '/admin/system', text: 'nav.system' }] },
];

export function Shell({ configuration, children }: { configuration: Configuration; children: ReactNode }) {
  const { t } = useTexts();
  const [path] = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);

  // A reader of the screen is told of a new page by being placed at its beginning; the address alone says nothing.
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);

  return (
    <div className="ih shell" data-plain={configuration.administrator ? undefined : ''}>
      <a className="button button--primary skip-link" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{t('nav.skip')}</a>
      <header className="topbar">
        <Link className="brand" href="/"><Mark /><span>{configuration.title}</span></Link>
        <div className="topbar__end"><LiveIndicator /><PreferencesMenu configuration={configuration} /></div>
      </header>
      {configuration.administrator && <Navigation path={path} />}
      <main id="main" className="main" ref={main} tabIndex={-1}>
        <StaleBar signInUrl={signInAddress(configuration, location)} />
        <StorageBar />
        <div className="page">{children}</div>
      </main>
    </div>
  );
}

function Navigation({ path }: { path: string }) {
  const { t, number } = useTexts();
  const firing = useFiringCount(number);
  const inner = useRef<HTMLDivElement>(null);
  // On a phone the entries are one strip: the current one is brought into it, without moving the page.
  useEffect(() => {
    const strip = inner.current;
    const entry = strip?.querySelector<HTMLElement>('[aria-current]');
    if (strip && entry) strip.scrollLeft = entry.offsetLeft - (strip.clientWidth - entry.offsetWidth) / 2;
  }, [path]);
  const current = groups.flatMap((group) => group.items).filter((item) => path === item.href || (item.href === '/admin/integrations' && path === '/admin/register') || (item.href !== '/admin' && path.startsWith(`${item.href}/`))).at(-1);
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      <div className="nav__inner" ref={inner}>
        {groups.map((group) => (
          <div className="nav__group" key={group.title}>
            <div className="nav__title">{t(group.title)}</div>
            {group.items.map((item) => (
              <Link key={item.href} href={item.href} aria-current={item === current ? 'page' : undefined}>
                {t(item.text)}
                {item.href === '/admin/alerts' && firing !== null && <span className="nav__count">{firing}<span className="visually-hidden"> {t('alert.state.firing')}</span></span>}
              </Link>
            ))}
          </div>
        ))}
      </div>
    </nav>
  );
}

function LiveIndicator() {
  const { t } = useTexts();
  const { state } = useLiveStatus();
  return (
    <span className="live" data-state={state} role="status">
      <span className="live__dot" aria-hidden="true" />
      <span className="live__text">{t(`live.${state}`)}</span>
    </span>
  );
}

function isCutOff(state: LiveState): state is 'offline' | 'failing' | 'signedOut' {
  return state === 'offline' || state === 'failing' || state === 'signedOut';
}

/** What is shown may be old: how old, why, and what to do about it. */
function StaleBar({ signInUrl }: { signInUrl: string | null }) {
  const { t, relative } = useTexts();
  const live = useLive();
  const client = useQueryClient();
  const { state, heardAt } = useLiveStatus();
  const now = useNow();
  if (!isCutOff(state)) return null;
  // After a reload nothing was heard yet, and what is shown was kept from before.
  const knownAt = heardAt ?? Math.max(0, ...client.getQueryCache().getAll().map((query) => query.state.dataUpdatedAt));
  return (
    <div className="offline-bar" role="alert" data-state={state}>
      <span>{t(`live.why.${state}`)} {knownAt > 0 && t('live.known', { age: relative(new Date(knownAt), Math.max(now, knownAt)) })}</span>
      {state === 'signedOut'
        ? signInUrl && <a className="button button--small" href={signInUrl} target="_blank" rel="noopener">{t('action.signIn')}</a>
        : <button type="button" className="button button--small" onClick={live.retryNow}>{t('action.tryAgain')}</button>}
    </div>
  );
}

/** The host answers, and what it answers is old. */
function StorageBar() {
  const { t } = useTexts();
  const client = useQueryClient();
  const isOld = useOldAnswers();
  const { state } = useLiveStatus();
  if (!isOld || isCutOff(state)) return null;
  return (
    <div className="offline-bar" role="alert" data-state="storage">
      <span>{t('live.why.storage')}</span>
      <button type="button" className="button button--small" onClick={() => void client.refetchQueries({ type: 'active' })}>{t('action.tryAgain')}</button>
    </div>
  );
}

function Mark() {
  return (
    <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--ih-button)" />
      <path d="M6 17h5l3-8 5 15 3-7h4" fill="none" stroke="var(--ih-on-button)" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
