import type { FailureKind } from '../api/types';
import type { MessageKey } from '../i18n/I18n';

/** What kept something from working, in a few words. What only answered late did answer: "no answer in time" would be wrong. */
export function failureTitle(status: string, kind: FailureKind): MessageKey {
  return kind === 'timeout' && status === 'degraded' ? 'failure.slow' : `failure.${kind}`;
}
