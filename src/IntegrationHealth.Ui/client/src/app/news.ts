import type { IntegrationHealth } from '../api/types';
import type { Toast } from '../components/Toasts';
import type { Texts } from '../i18n/I18n';

/** What of a batch of changes is worth a word: fresh failures and recoveries. One sentence however many there are. */
export function newsOf(before: ReadonlyMap<string, IntegrationHealth>, changed: readonly IntegrationHealth[], texts: Pick<Texts, 't' | 'plural'>): Toast | null {
  const failed = changed.filter((health) => health.status === 'unhealthy' && isOtherThan(before, health));
  if (failed.length > 1) return { key: 'news-failed', status: 'unhealthy', title: texts.plural('news.failed', failed.length) };
  const [one] = failed;
  if (one) return { key: `news-${one.id}`, status: 'unhealthy', title: texts.t('news.oneFailed', { name: one.name }), ...(one.failure ? { text: one.failure.message } : {}) };
  const recovered = changed.filter((health) => health.status === 'healthy' && before.get(health.id)?.status === 'unhealthy');
  if (recovered.length > 1) return { key: 'news-recovered', status: 'healthy', title: texts.plural('news.recovered', recovered.length) };
  const [back] = recovered;
  return back ? { key: `news-${back.id}`, status: 'healthy', title: texts.t('news.oneRecovered', { name: back.name }) } : null;
}

function isOtherThan(before: ReadonlyMap<string, IntegrationHealth>, health: IntegrationHealth): boolean {
  const known = before.get(health.id);
  return known !== undefined && known.status !== health.status;
}
