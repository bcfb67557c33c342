import { useState } from 'react';
import { CheckboxField, errorUnder, ListField, OptionalNumberField, SelectField, TextField } from '../../components/fields';
import { useTexts } from '../../i18n/I18n';
import { headersOf, headersText } from '../../components/headers';
import { isBuiltIn, type ChannelDraft } from './channel';

interface Props {
  draft: ChannelDraft;
  onChange: (part: Partial<ChannelDraft>) => void;
  errors: Record<string, string>;
}

/** Where the messages go: what each type asks for. */
export function ChannelSettings({ draft, onChange, errors }: Props) {
  const { t } = useTexts();
  const { settings, type } = draft;
  const set = (name: string, value: unknown) => onChange({ settings: { ...settings, [name]: value } });
  const text = (name: string) => (typeof settings[name] === 'string' ? settings[name] : '');
  const error = (name: string) => errorUnder(errors, `settings.${name}`);
  const kept = draft.hasSecret ? t('channels.secretKept') : undefined;
  const secret = (label: string, hint?: string) => (
    <TextField label={label} type="password" value={draft.secret} onChange={(value) => onChange({ secret: value })} hint={kept ?? hint} error={errors.secret} />
  );
  switch (type) {
    case 'webhook':
      return (
        <>
          <TextField label={t('channels.url')} type="url" value={text('url')} onChange={(url) => set('url', url)} placeholder="https://" hint={t('channels.urlHint')} error={error('url')} required />
          {secret(t('channels.secret'), t('channels.secretHint'))}
          <div className="fields">
            <SelectField label={t('channels.format')} value={text('format') || 'standard'} options={[['standard', 'Standard Webhooks'], ['cloudEvents', 'CloudEvents']]} onChange={(format) => set('format', format)} error={error('format')} />
            {text('format') === 'cloudEvents' && <TextField label={t('channels.source')} value={text('source')} onChange={(source) => set('source', source)} placeholder="/integration-health" error={error('source')} />}
          </div>
          <HeadersField value={settings.headers} onChange={(headers) => set('headers', headers)} error={error('headers')} />
        </>
      );
    case 'slack':
    case 'teams':
      return (
        <>
          <TextField label={t('channels.url')} type="url" value={text('url')} onChange={(url) => set('url', url)} placeholder="https://" hint={t('channels.urlOrSecretHint')} error={error('url')} />
          {secret(t('channels.urlSecret'))}
        </>
      );
    case 'pagerDuty':
      return (
        <div className="fields">
          {secret(t('channels.routingKey'))}
          <SelectField label={t('channels.region')} value={text('region') || 'us'} options={[['us', t('channels.region.us')], ['eu', t('channels.region.eu')]]} onChange={(region) => set('region', region)} error={error('region')} />
        </div>
      );
    case 'email':
      return (
        <>
          <ListField label={t('channels.to')} hint={t('field.listHint')} value={recipientsOf(settings.to)} onChange={(to) => set('to', to)} error={error('to')} />
          <MailServer draft={draft} set={set} text={text} error={error} secret={secret} />
        </>
      );
    default:
      return <>{!isBuiltIn(type) && <JsonField value={settings} onChange={(changed) => onChange({ settings: changed })} error={errorUnder(errors, 'settings')} />}{secret(t('channels.token'))}</>;
  }
}

interface MailProps {
  draft: ChannelDraft;
  set: (name: string, value: unknown) => void;
  text: (name: string) => string;
  error: (name: string) => string | undefined;
  secret: (label: string, hint?: string) => React.ReactNode;
}

/** The host has a server for all channels; one of the channel's own is asked for only when it is wanted. */
function MailServer({ draft, set, text, error, secret }: MailProps) {
  const { t } = useTexts();
  const [own, setOwn] = useState(text('host') !== '' || text('username') !== '');
  const { port } = draft.settings;
  return (
    <>
      <div className="fields">
        <TextField label={t('channels.from')} value={text('from')} onChange={(from) => set('from', from)} hint={t('channels.fromHint')} error={error('from')} />
        <TextField label={t('channels.unsubscribeUrl')} type="url" value={text('unsubscribeUrl')} onChange={(url) => set('unsubscribeUrl', url)} placeholder="https://" error={error('unsubscribeurl')} />
      </div>
      <CheckboxField label={t('channels.ownServer')} checked={own} onChange={(checked) => {
        setOwn(checked);
        if (!checked) set('host', '');
      }} />
      {(own || error('host')) && (
        <div className="fields">
          <TextField label={t('channels.host')} value={text('host')} onChange={(host) => set('host', host)} placeholder="smtp.example.com" error={error('host')} />
          <OptionalNumberField label={t('channels.port')} value={typeof port === 'number' ? port : null} min={1} max={65_535} step={1} onChange={(value) => set('port', value)} error={error('port')} />
          <SelectField label={t('channels.security')} value={text('security') || 'startTls'} options={[['startTls', 'STARTTLS'], ['tls', 'TLS'], ['none', t('channels.security.none')]]} onChange={(security) => set('security', security)} error={error('security')} />
          <TextField label={t('channels.username')} value={text('username')} onChange={(username) => set('username', username)} error={error('username')} />
          {secret(t('channels.password'))}
        </div>
      )}
    </>
  );
}

function recipientsOf(to: unknown): string[] {
  return Array.isArray(to) ? to.map(String) : typeof to === 'string' && to !== '' ? [to] : [];
}

function HeadersField({ value, onChange, error }: { value: unknown; onChange: (headers: Record<string, string>) => void; error: string | undefined }) {
  const { t } = useTexts();
  const [text, setText] = useState(() => headersText(value));
  return <TextField label={t('channels.headers')} multiline mono value={text} hint={t('channels.headersHint')} error={error} onChange={(changed) => { setText(changed); onChange(headersOf(changed)); }} />;
}

/** Settings of a type that the host brought along. */
function JsonField({ value, onChange, error }: { value: Record<string, unknown>; onChange: (value: Record<string, unknown>) => void; error: string | undefined }) {
  const { t } = useTexts();
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const [wrong, setWrong] = useState(false);
  return (
    <TextField label={t('channels.settings')} multiline mono value={text} error={wrong ? t('channels.settingsWrong') : error} onChange={(changed) => {
      setText(changed);
      try {
        onChange(JSON.parse(changed) as Record<string, unknown>);
        setWrong(false);
      } catch {
        setWrong(true);
      }
    }} />
  );
}

