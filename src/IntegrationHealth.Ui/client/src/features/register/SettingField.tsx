import { useState } from 'react';
import type { ProviderSetting } from '../../api/administration';
import { ListField, OptionalNumberField, SelectField, TextField } from '../../components/fields';
import { headersOf, headersText } from '../../components/headers';
import { useTexts } from '../../i18n/I18n';
import { humanNameOf, isAddress, labelKeyOf } from './settings';

interface Props {
  setting: ProviderSetting;
  value: unknown;
  onChange: (value: unknown) => void;
  error: string | undefined;
}

/** One setting, in the control that its type asks for; what holds where it is left empty is its placeholder. */
export function SettingField({ setting, value, onChange, error }: Props) {
  const { t } = useTexts();
  const key = labelKeyOf(setting.name);
  const label = key ? t(key) : humanNameOf(setting.name);
  const otherwise = setting.default === null || setting.default === '' ? undefined : String(setting.default);
  const placeholder = otherwise === undefined ? {} : { placeholder: otherwise };
  switch (setting.type) {
    case 'number':
      return <OptionalNumberField label={label} value={typeof value === 'number' ? value : value === undefined || value === null ? null : Number(value)} onChange={onChange} {...placeholder} error={error} />;
    case 'boolean':
      return (
        <SelectField label={label} value={typeof value === 'boolean' || typeof value === 'string' ? String(value) : ''} error={error} onChange={(text) => onChange(text === '' ? null : text === 'true')}
          options={[['', setting.default === null ? t('register.undecided') : t('register.byDefault', { value: t(setting.default ? 'register.yes' : 'register.no') })], ['true', t('register.yes')], ['false', t('register.no')]]} />
      );
    case 'list':
      return <ListField label={label} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} hint={t('field.listHint')} error={error} />;
    case 'map':
      return <MapField label={label} value={value} onChange={onChange} error={error} />;
    case 'json':
      return <JsonField label={label} value={value} onChange={onChange} error={error} />;
    default:
      return (
        <TextField label={label} value={typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)} onChange={onChange} multiline={setting.name === 'body'}
          placeholder={otherwise ?? (isAddress(setting.name) ? 'https://' : '')} error={error} {...(isAddress(setting.name) ? { inputMode: 'url' as const } : {})} />
      );
  }
}

/** Text is what is typed on; the map follows as soon as it can be read. */
function MapField({ label, value, onChange, error }: { label: string; value: unknown; onChange: (value: unknown) => void; error: string | undefined }) {
  const { t } = useTexts();
  const [text, setText] = useState(() => headersText(value));
  return <TextField label={label} multiline mono value={text} hint={t('register.mapHint')} error={error} onChange={(changed) => { setText(changed); onChange(headersOf(changed)); }} />;
}

function JsonField({ label, value, onChange, error }: { label: string; value: unknown; onChange: (value: unknown) => void; error: string | undefined }) {
  const { t } = useTexts();
  const [text, setText] = useState(() => (value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2)));
  const [wrong, setWrong] = useState(false);
  return (
    <TextField label={label} multiline mono value={text} error={wrong ? t('channels.settingsWrong') : error} onChange={(changed) => {
      setText(changed);
      try {
        onChange(changed.trim() === '' ? null : JSON.parse(changed) as unknown);
        setWrong(false);
      } catch {
        setWrong(true);
      }
    }} />
  );
}
