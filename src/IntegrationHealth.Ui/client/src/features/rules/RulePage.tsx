import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { AlertRule, EscalationPolicy, NotificationChannel, Severity } from '../../api/alerting';
import { useApi } from '../../api/context';
import { resourceQuery, useSaveResource } from '../../api/resources';
import { CheckboxField, ChoicesField, DurationField, errorsOf, errorUnder, ListField, SelectField, TextField } from '../../components/fields';
import { OutdatedNotice } from '../../components/OutdatedNotice';
import { useLeaveGuard, useSeed } from '../../components/useDraft';
import { SaveError } from '../../components/FormDialog';
import { Segments } from '../../components/Segments';
import { Awaiting, RowsSkeleton } from '../../components/states';
import { useTitle } from '../../components/useTitle';
import { useTexts } from '../../i18n/I18n';
import { useCanAct } from '../../realtime/Live';
import { ConditionEditor } from './ConditionEditor';
import { bodyOf, newCondition, newRule } from './rule';
import { RulePreview } from './RulePreview';

const path = 'admin/alert-rules';
const severities: readonly Severity[] = ['info', 'warning', 'critical'];

export function RulePage({ id }: { id: string }) {
  const { t } = useTexts();
  const api = useApi();
  const isNew = id === 'new';
  const rule = useQuery({ queryKey: [path, id], queryFn: ({ signal }) => api.get<AlertRule>(`${path}/${encodeURIComponent(id)}`, {}, signal), enabled: !isNew });
  const { seed, isOutdated, renew } = useSeed(rule);
  useTitle(isNew ? t('rules.add') : rule.data?.name ?? t('nav.rules'));
  return (
    <div className="stack">
      <p className="small back"><span aria-hidden="true">← </span><Link href="/admin/rules">{t('nav.rules')}</Link></p>
      {isNew ? <RuleEditor initial={newRule()} />
        : seed ? <>{isOutdated && <OutdatedNotice onRenew={renew} />}<RuleEditor key={seed.generation} initial={seed.value} /></>
        : <Awaiting query={rule}><RowsSkeleton count={5} /></Awaiting>}
    </div>
  );
}

function RuleEditor({ initial }: { initial: AlertRule }) {
  const { t } = useTexts();
  const api = useApi();
  const canAct = useCanAct();
  const [, navigate] = useLocation();
  const [rule, setRule] = useState(initial);
  const channels = useQuery(resourceQuery<NotificationChannel>(api, 'admin/notification-channels'));
  const policies = useQuery(resourceQuery<EscalationPolicy>(api, 'admin/escalation-policies'));
  const save = useSaveResource<AlertRule>(path);
  useLeaveGuard(!save.isSuccess && JSON.stringify(rule) !== JSON.stringify(initial));
  const errors = errorsOf(save.error);
  const fixed = initial.origin !== undefined && initial.origin !== 'runtime';
  const change = (part: Partial<AlertRule>) => setRule((current) => ({ ...current, ...part }));
  const scope = (part: Partial<AlertRule['scope']>) => change({ scope: { ...rule.scope, ...part } });
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate(bodyOf(rule), { onSuccess: () => navigate('/admin/rules') }); }}>
      <header className="page-head">
        <h1>{rule.name || t('rules.add')}</h1>
        <div className="line"><SaveError error={save.error} /><button className="button button--primary" disabled={save.isPending || fixed || !canAct} data-busy={save.isPending || undefined}>{t('action.save')}</button></div>
      </header>
      {fixed && <p className="notice notice--top">{t('rules.fixed')}</p>}
      <div className="editor">
        <div className="card">
          <div className="block">
            <div className="fields">
              <TextField label={t('field.name')} value={rule.name} onChange={(name) => change({ name })} required error={errors.name} />
              <SelectField label={t('alerts.severity')} value={rule.severity} options={severities.map((severity) => [severity, t(`severity.${severity}`)] as const)} onChange={(severity) => change({ severity })} error={errors.severity} />
            </div>
            <CheckboxField label={t('field.enabled')} checked={rule.enabled} onChange={(enabled) => change({ enabled })} />
          </div>
          <div className="block">
            <div className="section-head section-head--flush">
              <h2>{t('rules.conditions')}</h2>
              {rule.conditions.length > 1 && <Segments legend={t('rules.match')} value={rule.match} onChange={(match) => change({ match })} options={[['all', t('rules.matchAll')], ['any', t('rules.matchAny')]]} />}
            </div>
            {rule.conditions.map((condition, index) => (
              <ConditionEditor key={index} condition={condition} error={errorUnder(errors, `conditions[${index}]`)}
                onChange={(changed) => change({ conditions: rule.conditions.map((each, at) => (at === index ? changed : each)) })}
                onRemove={rule.conditions.length > 1 ? () => change({ conditions: rule.conditions.filter((_, at) => at !== index) }) : null} />
            ))}
            {errors.conditions && <span className="field__error">{errors.conditions}</span>}
            <div><button type="button" className="button button--small" onClick={() => change({ conditions: [...rule.conditions, newCondition('status')] })}>{t('rules.addCondition')}</button></div>
          </div>
          <div className="block">
            <h2>{t('rules.scope')}</h2>
            <p className="small muted">{t('rules.scopeHint')}</p>
            <div className="fields">
              <ListField label={t('rules.scopeProviders')} value={rule.scope.providers} onChange={(providers) => scope({ providers })} error={errorUnder(errors, 'scope.providers')} />
              <ListField label={t('rules.scopeOwnerIds')} value={rule.scope.ownerIds} onChange={(ownerIds) => scope({ ownerIds })} error={errorUnder(errors, 'scope.ownerids')} />
              <ListField label={t('detail.tags')} value={rule.scope.tags} onChange={(tags) => scope({ tags })} error={errorUnder(errors, 'scope.tags')} />
              <ListField label={t('rules.scopeIntegrations')} value={rule.scope.integrationIds} onChange={(integrationIds) => scope({ integrationIds })} error={errorUnder(errors, 'scope.integrationids')} />
            </div>
          </div>
          <div className="block">
            <h2>{t('rules.tell')}</h2>
            <ChoicesField legend={t('nav.channels')} options={channels.data?.map((channel) => [channel.id, channel.name] as const) ?? []} value={rule.channelIds} onChange={(channelIds) => change({ channelIds })} empty={<Link href="/admin/channels/new">{t('rules.noChannels')}</Link>} />
            {rule.channelIds.length === 0 && (channels.data?.length ?? 0) > 0 && <p className="small muted">{t('rules.allChannels')}</p>}
            <div className="fields">
              <SelectField label={t('nav.escalation')} value={rule.escalationPolicyId ?? ''} options={[['', t('rules.noEscalation')], ...(policies.data?.map((policy) => [policy.id, policy.name] as const) ?? [])]} onChange={(policyId) => change({ escalationPolicyId: policyId || null })} error={errors.escalationpolicyid} />
              <DurationField label={t('rules.repeat')} value={rule.repeatIntervalMs} onChange={(repeatIntervalMs) => change({ repeatIntervalMs })} hint={t('rules.repeatHint')} error={errors.repeatintervalms} />
              <DurationField label={t('rules.acknowledge')} value={rule.acknowledgeTimeoutMs} onChange={(acknowledgeTimeoutMs) => change({ acknowledgeTimeoutMs })} hint={t('rules.acknowledgeHint')} error={errors.acknowledgetimeoutms} />
            </div>
            <CheckboxField label={t('rules.notifyOwner')} checked={rule.notifyOwner} onChange={(notifyOwner) => change({ notifyOwner })} />
            <CheckboxField label={t('rules.sendResolved')} checked={rule.sendResolved} onChange={(sendResolved) => change({ sendResolved })} />
          </div>
          <details className="block">
            <summary>{t('rules.timing')}</summary>
            <div className="fields fields--spaced">
              <DurationField label={t('rules.pending')} value={rule.pendingMs} onChange={(pendingMs) => change({ pendingMs })} hint={t('rules.pendingHint')} error={errors.pendingms} />
              <DurationField label={t('rules.keepFiring')} value={rule.keepFiringMs} onChange={(keepFiringMs) => change({ keepFiringMs })} hint={t('rules.keepFiringHint')} error={errors.keepfiringms} />
              <DurationField label={t('rules.cooldown')} value={rule.cooldownMs} onChange={(cooldownMs) => change({ cooldownMs })} hint={t('rules.cooldownHint')} error={errors.cooldownms} />
              <DurationField label={t('rules.groupWait')} value={rule.groupWaitMs} onChange={(groupWaitMs) => change({ groupWaitMs })} hint={t('rules.groupWaitHint')} error={errors.groupwaitms} />
              <DurationField label={t('rules.groupInterval')} value={rule.groupIntervalMs} onChange={(groupIntervalMs) => change({ groupIntervalMs })} error={errors.groupintervalms} />
              <ChoicesField legend={t('rules.groupBy')} options={(['rule', 'provider', 'owner', 'integration'] as const).map((label) => [label, t(`rules.groupBy.${label}`)] as const)} value={rule.groupBy as ('rule' | 'provider' | 'owner' | 'integration')[]} onChange={(groupBy) => change({ groupBy })} hint={rule.groupBy.length === 0 ? t('rules.groupByNone') : t('rules.groupByHint')} />
            </div>
          </details>
        </div>
        <aside className="editor__aside"><RulePreview rule={rule} /></aside>
      </div>
    </form>
  );
}
