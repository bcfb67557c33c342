import type { Failure, IntegrationHealth } from '../api/types';
import { useTexts } from '../i18n/I18n';
import { failureSentence } from './failureSentence';
import { failureTitle } from './failureTitle';
import { useNow } from './now';
import { RelativeTime } from './RelativeTime';

/** What is wrong in plain words, since when, and whose move it is. */
export function FailureText({ health, failure }: { health: IntegrationHealth; failure: Failure }) {
  const texts = useTexts();
  const now = useNow();
  const { t, locale } = texts;
  return (
    <>
      <p>
        <strong>{t(failureTitle(health.status, failure.kind))}.</strong> <span lang={locale}>{failureSentence(health, failure, texts, now)}</span>{' '}
        <span className="muted nowrap">{t('failure.since')} <RelativeTime at={health.statusSince} />.</span>
      </p>
      {locale !== 'en' && failure.message && <p className="muted small" lang="en">{failure.message}</p>}
    </>
  );
}

/** The button that puts it right; nothing during a vendor's outage, when reconnecting would only lose a good connection. */
export function RecoveryButton({ failure, name, small = false }: { failure: Failure; name: string; small?: boolean }) {
  const { t } = useTexts();
  if (failure.outageId || failure.action === 'none' || failure.action === 'wait' || !isWebAddress(failure.actionUrl)) return null;
  return (
    <a className={`button button--primary${small ? ' button--small' : ''}`} href={failure.actionUrl} target="_blank" rel="noreferrer">
      {t(`recover.${failure.action}`)}<span className="visually-hidden"> {name}</span>
    </a>
  );
}

export function AdviceText({ failure }: { failure: Failure }) {
  const { t, relative } = useTexts();
  const now = useNow();
  if (failure.outageId || failure.kind === 'providerOutage') return <>{t('advice.outage')}</>;
  // What was to be later may be over by now: the next try is under way.
  if (failure.retryAfter && Date.parse(failure.retryAfter) > now && failure.action === 'wait') return <>{t('advice.retryAfter', { when: relative(failure.retryAfter, now) })}</>;
  return <>{t(`advice.${failure.action}`)}</>;
}

/** An address comes from the host, but a page must never run one. */
export function isWebAddress(url: string | null): url is string {
  if (!url) return false;
  try {
    return ['http:', 'https:'].includes(new URL(url, document.baseURI).protocol);
  } catch {
    return false;
  }
}
