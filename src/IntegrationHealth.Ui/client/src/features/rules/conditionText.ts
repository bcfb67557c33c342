import type { AlertRule, Condition } from '../../api/alerting';
import type { Texts } from '../../i18n/I18n';

/** More are counted: a list of all reasons tells nothing. */
const mostKinds = 3;

/** A condition as a person would say it. */
export function conditionText(condition: Condition, { t, number, duration, milliseconds, plural }: Texts): string {
  switch (condition.type) {
    case 'consecutiveFailures': return plural('condition.text.consecutiveFailures', condition.threshold);
    case 'errorRate': return t('condition.text.errorRate', { percent: number(condition.thresholdPercent), window: duration(condition.windowMs) });
    case 'latency': return condition.percentile === null
      ? t('condition.text.latencyAverage', { latency: milliseconds(condition.thresholdMs), window: duration(condition.windowMs) })
      : t('condition.text.latency', { latency: milliseconds(condition.thresholdMs), percentile: condition.percentile, window: duration(condition.windowMs) });
    case 'status': return condition.forMs > 0
      ? t('condition.text.statusFor', { status: t(`status.${condition.status}`), duration: duration(condition.forMs) })
      : t('condition.text.status', { status: t(`status.${condition.status}`) });
    case 'failureKind': {
      const [named, others] = [condition.kinds.slice(0, mostKinds), condition.kinds.length - mostKinds];
      const kinds = named.map((kind) => t('condition.text.kind', { kind: t(`failure.${kind}`) })).join(', ');
      return t('condition.text.failureKind', { kinds: others > 0 ? `${kinds} ${plural('condition.text.moreKinds', others)}` : kinds });
    }
    case 'credentialExpiry': return t('condition.text.credentialExpiry', { within: duration(condition.withinMs) });
    case 'noData': return plural('condition.text.noData', condition.intervals);
    case 'providerErrorRate': return t('condition.text.providerErrorRate', { percent: number(condition.thresholdPercent), window: duration(condition.windowMs) });
    case 'providerOutage': return t('condition.text.providerOutage');
  }
}

export function ruleText(rule: AlertRule, texts: Texts): string {
  const text = rule.conditions.map((condition) => conditionText(condition, texts)).join(texts.t(rule.match === 'all' ? 'rules.and' : 'rules.or'));
  return text.charAt(0).toLocaleUpperCase(texts.locale) + text.slice(1);
}

export function scopeText(rule: AlertRule, { t, plural }: Texts): string {
  const { providers, ownerIds, tags, integrationIds } = rule.scope;
  const parts = [
    providers.join(', '), ownerIds.length ? t('rules.scopeOwners', { owners: ownerIds.join(', ') }) : '', tags.length ? t('rules.scopeTags', { tags: tags.join(', ') }) : '',
    integrationIds.length ? plural('integrations.count', integrationIds.length) : '',
  ].filter(Boolean);
  return parts.length ? parts.join('; ') : t('rules.scopeAll');
}
