import { useEffect, useState } from 'react';
import { useCheckNow, type Scope } from '../api/health';
import { problemOf } from '../api/problem';
import { useTexts } from '../i18n/I18n';
import { failureSentence } from './failureSentence';
import { problemText } from './problemText';
import { useToast } from './Toasts';
import type { IntegrationHealth } from '../api/types';

/** Checks at once, shows that it is under way, and explains the limit instead of failing at it. */
export function CheckNowButton({ health, scope, small = false, disabled = false }: { health: IntegrationHealth; scope: Scope; small?: boolean; disabled?: boolean }) {
  const texts = useTexts();
  const { t } = texts;
  const toast = useToast();
  const check = useCheckNow(scope, health.id);
  const wait = useCountdown(check.error ? problemOf(check.error).retryAfterSeconds : null, check.submittedAt);

  const run = () => check.mutate(undefined, {
    onSuccess: (after) => toast({ key: `check-${health.id}`, status: after.status, title: t('check.done', { name: after.name }), text: t(`status.${after.status}`) + (after.failure ? `: ${failureSentence(after, after.failure, texts, Date.now())}` : '') }),
    onError: (error) => {
      const problem = problemOf(error);
      if (problem.status === 429) toast({ key: `check-${health.id}`, status: 'unknown', title: t('check.limited'), text: t('check.limitedHint', { seconds: problem.retryAfterSeconds ?? 60 }) });
      else toast({ key: `check-${health.id}`, status: 'unknown', title: t('check.failed'), text: problemText(problem, texts) });
    },
  });

  if (health.status === 'paused') return null;
  const text = check.isPending ? t('check.running') : wait > 0 ? t('check.wait', { seconds: wait }) : t('check.now');
  return (
    <button type="button" className={`button${small ? ' button--small' : ''}`} onClick={run} disabled={disabled || check.isPending || wait > 0}
      data-busy={check.isPending || undefined} aria-label={small ? `${text}: ${health.name}` : undefined}>
      {text}
    </button>
  );
}

/** Whole seconds that are left, down to 0. */
function useCountdown(seconds: number | null, since: number): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (seconds === null) return;
    const end = since + seconds * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    const first = setTimeout(tick, 0);
    const timer = setInterval(tick, 1000);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [seconds, since]);
  return seconds === null ? 0 : left;
}
