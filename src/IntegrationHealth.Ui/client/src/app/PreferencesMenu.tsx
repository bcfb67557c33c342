import type { SyntheticEvent } from 'react';
import { Segments } from '../components/Segments';
import { useTexts } from '../i18n/I18n';
import type { Configuration } from './configuration';
import { forgetPage } from './offline';
import { forgetQueries } from './persistence';
import { setPreferences, usePreferences } from './preferences';

/** The native popover closes on Escape and on a click beside it, and needs no script for either. */
export function PreferencesMenu({ configuration }: { configuration: Configuration }) {
  const { t, locale } = useTexts();
  const { theme, notifications } = usePreferences();
  const canNotify = 'Notification' in window;

  const notify = async (wanted: boolean) => {
    const allowed = wanted && (await Notification.requestPermission()) === 'granted';
    setPreferences({ notifications: allowed });
  };

  const signOut = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    forgetQueries(localStorage);
    // Not beside the submission: what a page that is left has not begun is never done.
    void forgetPage(configuration.rootUrl, window.caches).catch(() => undefined).then(() => form.submit());
  };

  return (
    <>
      <button type="button" className="button button--quiet button--icon" popoverTarget="preferences" aria-label={t('preferences.open')}>
        <svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" aria-hidden="true">
          <path d="M3 6h8m4 0h2M3 14h2m4 0h8" /><circle cx="13" cy="6" r="2" /><circle cx="7" cy="14" r="2" />
        </svg>
      </button>
      <div id="preferences" className="popover preferences-popover" popover="auto" role="dialog" aria-label={t('preferences.open')}>
        {configuration.user && <p className="small muted">{t('preferences.signedIn', { user: configuration.user })}</p>}
        <div className="stack">
          <Segments full showLegend legend={t('preferences.theme')} value={theme} onChange={(value) => setPreferences({ theme: value })}
            options={[['system', t('theme.system')], ['light', t('theme.light')], ['dark', t('theme.dark')]]} />
          <Segments full showLegend legend={t('preferences.language')} value={locale} onChange={(value) => setPreferences({ locale: value })}
            options={[['en', 'English'], ['de', 'Deutsch']]} />
          {canNotify && (
            <label className="checkbox"><input type="checkbox" checked={notifications} onChange={(event) => void notify(event.target.checked)} />{t('preferences.notifications')}</label>
          )}
        </div>
        {configuration.signOutUrl && (
          <form method="post" action={configuration.signOutUrl} onSubmit={signOut}>
            <button className="button">{t('action.signOut')}</button>
          </form>
        )}
      </div>
    </>
  );
}
