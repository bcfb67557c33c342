import type { IntegrationHealth } from '../api/types';
import { failureSentence } from '../components/failureSentence';
import type { Toast } from '../components/Toasts';
import type { Texts } from '../i18n/I18n';

const mostNames = 3;
const sameMomentMs = 1000;
/** After as long without news, the next begin anew. */
const belongsTogetherMs = 10_000;

/** Fresh failures and recoveries of the last moments, as one sentence however many there are: a storm is one message that counts. */
export class News {
  private readonly failed = new Map<string, IntegrationHealth>();
  private readonly recovered = new Map<string, IntegrationHealth>();
  private lastAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly now: () => number) {}

  /** Takes a batch of changes in; false when nothing of it is worth a word. */
  add(before: ReadonlyMap<string, IntegrationHealth>, changed: readonly IntegrationHealth[]): boolean {
    const worth = changed.filter((health) => {
      const known = before.get(health.id)?.status;
      // Of thousands this page holds a few; that another one has just failed, it says itself.
      if (known === undefined) return health.status === 'unhealthy' && hasJustChanged(health);
      return known !== health.status && (health.status === 'unhealthy' || (health.status === 'healthy' && known === 'unhealthy'));
    });
    if (worth.length === 0) return false;
    if (this.now() - this.lastAt > belongsTogetherMs) {
      this.failed.clear();
      this.recovered.clear();
    }
    this.lastAt = this.now();
    for (const health of worth) {
      const [to, from] = health.status === 'unhealthy' ? [this.failed, this.recovered] : [this.recovered, this.failed];
      from.delete(health.id);
      to.set(health.id, health);
    }
    return true;
  }

  toast(texts: Texts): Toast {
    const { t, plural } = texts;
    const [failed] = this.failed.values();
    const [recovered] = this.recovered.values();
    const back = !recovered ? '' : this.recovered.size === 1 ? t('news.oneRecovered', { name: recovered.name }) : plural('news.recovered', this.recovered.size);
    if (!failed) {
      const names = namesOf(this.recovered);
      return { key: 'news', status: 'healthy', title: back, ...(names ? { text: names } : {}) };
    }
    const text = [this.failed.size === 1 ? failed.failure && failureSentence(failed, failed.failure, texts, this.now()) : namesOf(this.failed), back].filter(Boolean).join(' · ');
    return {
      key: 'news', status: 'unhealthy', title: this.failed.size === 1 ? t('news.oneFailed', { name: failed.name }) : plural('news.failed', this.failed.size),
      ...(text ? { text } : {}),
    };
  }
}

/** True when the check that is told of is the one that changed the status. */
function hasJustChanged({ statusSince, lastCheckedAt }: IntegrationHealth): boolean {
  return lastCheckedAt !== null && Math.abs(Date.parse(lastCheckedAt) - Date.parse(statusSince)) < sameMomentMs;
}

/** Of several, as long as they can be read at a glance. */
function namesOf(several: ReadonlyMap<string, IntegrationHealth>): string {
  return several.size > 1 && several.size <= mostNames ? [...several.values()].map((health) => health.name).join(', ') : '';
}
