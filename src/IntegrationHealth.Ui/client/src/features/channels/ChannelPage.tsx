import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { NotificationChannel } from '../../api/alerting';
import { useApi } from '../../api/context';
import { problemOf } from '../../api/problem';
import { useSaveResource } from '../../api/resources';
import { CheckboxField, errorsOf, SelectField, TextField } from '../../components/fields';
import { OutdatedNotice } from '../../components/OutdatedNotice';
import { useLeaveGuard, useSeed } from '../../components/useDraft';
import { SaveError } from '../../components/FormDialog';
import { Awaiting, RowsSkeleton } from '../../components/states';
import { useTitle } from '../../components/useTitle';
import { useTexts } from '../../i18n/I18n';
import { useCanAct } from '../../realtime/Live';
import { bodyOf, channelsPath, channelTypes, draftOf, newChannel, settingsFor, typeText, type ChannelDraft } from './channel';
import { ChannelSettings } from './ChannelSettings';
import { DeliveryBlock } from './DeliveryBlock';
import { TemplatePreviewPanel } from './TemplatePreviewPanel';
import { choiceOf, keyOf, partsOf, type TemplateChoice, type TemplateEvent } from './templates';
import { TemplatesBlock } from './TemplatesBlock';
import { useTemplatePreview } from './useTemplatePreview';

export function ChannelPage({ id }: { id: string }) {
  const { t } = useTexts();
  const api = useApi();
  const isNew = id === 'new';
  const channel = useQuery({ queryKey: [channelsPath, id], queryFn: ({ signal }) => api.get<NotificationChannel>(`${channelsPath}/${encodeURIComponent(id)}`, {}, signal), enabled: !isNew });
  const { seed, isOutdated, renew } = useSeed(channel);
  useTitle(isNew ? t('channels.add') : channel.data?.name ?? t('nav.channels'));
  return (
    <div className="stack">
      <p className="small back"><span aria-hidden="true">← </span><Link href="/admin/channels">{t('nav.channels')}</Link></p>
      {isNew ? <ChannelEditor initial={newChannel(Intl.DateTimeFormat().resolvedOptions().timeZone)} />
        : seed ? <>{isOutdated && <OutdatedNotice onRenew={renew} />}<ChannelEditor key={seed.generation} initial={draftOf(seed.value)} /></>
        : <Awaiting query={channel}><RowsSkeleton count={5} /></Awaiting>}
    </div>
  );
}

function ChannelEditor({ initial }: { initial: ChannelDraft }) {
  const { t } = useTexts();
  const canAct = useCanAct();
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState(initial);
  const [choice, setChoice] = useState<TemplateChoice>(() => choiceOf(Object.keys(initial.templates)[0] ?? partsOf(initial.type)[0] ?? ''));
  const [sample, setSample] = useState<TemplateEvent>('firing');
  const event = choice.event === 'all' ? sample : choice.event;
  const template = draft.templates[keyOf(choice)];
  const preview = useTemplatePreview(draft.type, choice.part, event, template);
  const save = useSaveResource<NotificationChannel>(channelsPath);
  const [began] = useState(() => JSON.stringify(initial));
  useLeaveGuard(!save.isSuccess && JSON.stringify(draft) !== began);
  const errors = errorsOf(save.error);
  const fixed = initial.origin !== undefined && initial.origin !== 'runtime';
  const change = (part: Partial<ChannelDraft>) => setDraft((current) => ({ ...current, ...part }));
  const changeType = (type: string) => {
    change({ type, settings: settingsFor(type), templates: {}, secret: '' });
    setChoice(choiceOf(partsOf(type)[0] ?? ''));
  };
  const submit = () => save.mutate(bodyOf(draft), {
    onSuccess: () => navigate('/admin/channels'),
    onError: (error) => {
      // A template that was refused is shown, whichever one is open.
      const refused = Object.keys(problemOf(error).errors).find((field) => field.startsWith('templates.'));
      if (refused) setChoice(choiceOf(refused.slice('templates.'.length)));
    },
  });
  return (
    <form onSubmit={(submitted) => { submitted.preventDefault(); submit(); }}>
      <header className="page-head">
        <h1>{draft.name || t('channels.add')}</h1>
        <div className="line"><SaveError error={save.error} /><button className="button button--primary" disabled={save.isPending || fixed || !canAct} data-busy={save.isPending || undefined}>{t('action.save')}</button></div>
      </header>
      {fixed && <p className="notice notice--top">{t('channels.fixed')}</p>}
      {initial.disabledReason && <p className="notice notice--top" data-status="unhealthy">{t('channels.disabled', { reason: initial.disabledReason })}</p>}
      {/* Fixed ones are shown and not changed: a field that can be filled in promises that it counts. */}
      <fieldset disabled={fixed} className="columns columns--top form-columns">
        <section className="card block" aria-label={t('channels.where')}>
          <div className="fields">
            <TextField label={t('field.name')} value={draft.name} onChange={(name) => change({ name })} required error={errors.name} />
            {initial.id === ''
              ? <SelectField label={t('channels.typeLabel')} value={draft.type} options={channelTypes.map((type) => [type, typeText(type, t)] as const)} onChange={changeType} error={errors.type} />
              : <div className="field"><span className="label">{t('channels.typeLabel')}</span><span className="field__fixed">{typeText(draft.type, t)}</span></div>}
          </div>
          <ChannelSettings key={draft.type} draft={draft} onChange={change} errors={errors} />
          <CheckboxField label={t('field.enabled')} checked={draft.enabled} onChange={(enabled) => change({ enabled })} />
        </section>
        <DeliveryBlock draft={draft} onChange={change} errors={errors} />
      </fieldset>
      {partsOf(draft.type).length > 0 && (
        <div className="columns columns--top form-columns">
          <TemplatesBlock type={draft.type} templates={draft.templates} onChange={(templates) => change({ templates })} choice={choice} onChoose={setChoice} fault={preview.fault} readOnly={fixed} />
          <TemplatePreviewPanel choice={choice} event={event} onEvent={setSample} written={template !== undefined} preview={preview} />
        </div>
      )}
    </form>
  );
}
