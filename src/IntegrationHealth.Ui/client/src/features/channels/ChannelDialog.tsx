import { useState } from 'react';
import type { ChannelType, NotificationChannel } from '../../api/alerting';
import { useSaveResource } from '../../api/resources';
import { CheckboxField, errorsOf, ListField, SelectField, TextField } from '../../components/fields';
import { FormDialog } from '../../components/FormDialog';
import { useTexts } from '../../i18n/I18n';
import { bodyOf, channelTypes, headersOf, headersText, settingsFor, type ChannelDraft } from './channel';

export function ChannelDialog({ initial, onClose }: { initial: ChannelDraft; onClose: () => void }) {
  const { t } = useTexts();
  const [draft, setDraft] = useState(initial);
  const save = useSaveResource<NotificationChannel>('admin/notification-channels');
  const errors = errorsOf(save.error);
  const change = (part: Partial<ChannelDraft>) => setDraft((current) => ({ ...current, ...part }));
  const set = (name: string, value: unknown) => change({ settings: { ...draft.settings, [name]: value } });
  const text = (name: string) => {
    const value = draft.settings[name];
    return typeof value === 'string' ? value : '';
  };
  return (
    <FormDialog title={initial.id ? t('channels.edit') : t('channels.add')} onClose={onClose} saving={save.isPending} error={save.error} onSave={() => save.mutate(bodyOf(draft), { onSuccess: onClose })}>
      <div className="fields">
        <TextField label={t('field.name')} value={draft.name} onChange={(name) => change({ name })} required error={errors.name} />
        {initial.id === '' && (
          <SelectField<ChannelType> label={t('channels.typeLabel')} value={draft.type} options={channelTypes.map((type) => [type, t(`channels.type.${type}`)] as const)}
            onChange={(type) => change({ type, settings: settingsFor(type) })} error={errors.type} />
        )}
      </div>
      {(draft.type === 'webhook' || draft.type === 'slack' || draft.type === 'teams') && (
        <TextField label={t('channels.url')} type="url" value={text('url')} onChange={(url) => set('url', url)} placeholder="https://" hint={draft.type === 'webhook' ? t('channels.urlHint') : undefined} error={errors['settings.url']} />
      )}
      {draft.type === 'webhook' && (
        <>
          <div className="fields">
            <SelectField label={t('channels.format')} value={text('format') || 'standard'} options={[['standard', 'Standard Webhooks'], ['cloudEvents', 'CloudEvents']]} onChange={(format) => set('format', format)} error={errors['settings.format']} />
          </div>
          <HeadersField value={draft.settings.headers} onChange={(headers) => set('headers', headers)} error={errors['settings.headers']} />
        </>
      )}
      {draft.type === 'email' && (
        <ListField label={t('channels.to')} hint={t('field.listHint')} value={Array.isArray(draft.settings.to) ? draft.settings.to.map(String) : text('to') ? [text('to')] : []} onChange={(to) => set('to', to)} error={errors['settings.to']} />
      )}
      {draft.type !== 'email' && draft.type !== 'teams' && (
        <TextField label={draft.type === 'pagerDuty' ? t('channels.routingKey') : draft.type === 'slack' ? t('channels.token') : t('channels.secret')} type="password" value={draft.secret} onChange={(secret) => change({ secret })}
          hint={initial.hasSecret ? t('channels.secretKept') : draft.type === 'webhook' ? t('channels.secretHint') : undefined} error={errors.secret} />
      )}
      <CheckboxField label={t('field.enabled')} checked={draft.enabled} onChange={(enabled) => change({ enabled })} />
    </FormDialog>
  );
}

function HeadersField({ value, onChange, error }: { value: unknown; onChange: (headers: Record<string, string>) => void; error: string | undefined }) {
  const { t } = useTexts();
  const [text, setText] = useState(() => headersText(value));
  return <TextField label={t('channels.headers')} multiline mono value={text} hint={t('channels.headersHint')} error={error} onChange={(changed) => { setText(changed); onChange(headersOf(changed)); }} />;
}
