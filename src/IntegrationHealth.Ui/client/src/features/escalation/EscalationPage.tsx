import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EscalationPolicy, NotificationChannel } from '../../api/alerting';
import { useApi } from '../../api/context';
import { resourceQuery, useSaveResource } from '../../api/resources';
import { ChoicesField, DurationField, errorsOf, NumberField, TextField } from '../../components/fields';
import { FormDialog } from '../../components/FormDialog';
import { PageHead } from '../../components/PageHead';
import { ResourceList } from '../../components/ResourceList';
import { useTexts } from '../../i18n/I18n';

const path = 'admin/escalation-policies';
const newPolicy = (): EscalationPolicy => ({ id: '', name: '', steps: [{ delayMs: 15 * 60_000, channelIds: [] }], repeat: 0 });

export function EscalationPage() {
  const { t, duration } = useTexts();
  const [editing, setEditing] = useState<EscalationPolicy | null>(null);
  const channels = useQuery(resourceQuery<NotificationChannel>(useApi(), 'admin/notification-channels')).data ?? [];
  const names = (ids: readonly string[]) => ids.map((id) => channels.find((channel) => channel.id === id)?.name ?? id).join(', ');
  return (
    <div className="stack">
      <PageHead title={t('nav.escalation')} lead={t('escalation.lead')}><button type="button" className="button button--primary" onClick={() => setEditing(newPolicy())}>{t('escalation.add')}</button></PageHead>
      <ResourceList<EscalationPolicy> path={path} nameOf={(policy) => policy.name} emptyTitle={t('escalation.empty')} emptyHint={t('escalation.emptyHint')}
        render={(policy) => ({
          title: <span>{policy.name}</span>,
          text: policy.steps.map((step) => t('escalation.step', { delay: duration(step.delayMs), channels: names(step.channelIds) })).join(' → '),
          actions: (policy.origin === undefined || policy.origin === 'runtime') && <button type="button" className="button button--small" onClick={() => setEditing(policy)} aria-label={t('resource.edit', { name: policy.name })}>{t('action.edit')}</button>,
        })} />
      {editing && <PolicyDialog initial={editing} channels={channels} onClose={() => setEditing(null)} />}
    </div>
  );
}

function PolicyDialog({ initial, channels, onClose }: { initial: EscalationPolicy; channels: readonly NotificationChannel[]; onClose: () => void }) {
  const { t } = useTexts();
  const [draft, setDraft] = useState(initial);
  const save = useSaveResource<EscalationPolicy>(path);
  const errors = errorsOf(save.error);
  const steps = (changed: EscalationPolicy['steps']) => setDraft((current) => ({ ...current, steps: changed }));
  const step = (index: number, part: Partial<EscalationPolicy['steps'][number]>) => steps(draft.steps.map((each, at) => (at === index ? { ...each, ...part } : each)));
  const submit = () => {
    const body = { ...draft };
    delete body.origin;
    save.mutate(body, { onSuccess: onClose });
  };
  return (
    <FormDialog title={initial.id ? t('escalation.edit') : t('escalation.add')} draft={draft} onClose={onClose} saving={save.isPending} error={save.error} onSave={submit}>
      <div className="fields">
        <TextField label={t('field.name')} value={draft.name} onChange={(name) => setDraft({ ...draft, name })} required error={errors.name} />
        <NumberField label={t('escalation.repeat')} value={draft.repeat} min={0} max={5} step={1} onChange={(repeat) => setDraft({ ...draft, repeat })} error={errors.repeat} />
      </div>
      {draft.steps.map((each, index) => (
        <fieldset className="condition" key={index}>
          <legend className="visually-hidden">{t('escalation.stepTitle', { number: index + 1 })}</legend>
          <div className="condition__head">
            <h3>{t('escalation.stepTitle', { number: index + 1 })}</h3>
            {draft.steps.length > 1 && <button type="button" className="button button--quiet button--small" onClick={() => steps(draft.steps.filter((_, at) => at !== index))}>{t('action.remove')}</button>}
          </div>
          <DurationField label={t('escalation.delay')} value={each.delayMs} onChange={(delayMs) => step(index, { delayMs })} error={errors[`steps[${index}].delayms`]} />
          <ChoicesField legend={t('nav.channels')} options={channels.map((channel) => [channel.id, channel.name] as const)} value={each.channelIds} onChange={(channelIds) => step(index, { channelIds })} empty={t('rules.noChannels')} />
        </fieldset>
      ))}
      {errors.steps && <span className="field__error">{errors.steps}</span>}
      <div><button type="button" className="button button--small" disabled={draft.steps.length >= 10} onClick={() => steps([...draft.steps, { delayMs: 30 * 60_000, channelIds: [] }])}>{t('escalation.addStep')}</button></div>
    </FormDialog>
  );
}
