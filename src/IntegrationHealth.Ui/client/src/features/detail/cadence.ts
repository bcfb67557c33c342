import type { IntegrationHealth } from '../../api/types';
import { untilText } from '../../components/untilText';
import type { Texts } from '../../i18n/I18n';

/** When it was checked, and when it is again, as far as either is known. */
export function cadenceText({ status, lastCheckedAt, nextCheckAt }: IntegrationHealth, now: number, { t, relative }: Pick<Texts, 't' | 'relative'>): string {
  if (status === 'paused') return t('detail.cadencePaused');
  if (!lastCheckedAt) return t('detail.cadenceFirst');
  const last = relative(lastCheckedAt, Math.max(now, Date.parse(lastCheckedAt)));
  return nextCheckAt ? t('detail.cadence', { last, next: untilText(nextCheckAt, now, relative) }) : t('detail.cadenceLast', { last });
}
