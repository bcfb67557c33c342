import type { Matcher } from '../api/alerting';
import { useTexts } from '../i18n/I18n';

const labels = ['provider', 'ownerId', 'tag', 'integrationId', 'ruleId', 'severity'] as const;
const operators = ['=', '!=', '=~', '!~'] as const;

/** Which alerts are meant: every line must hold. */
export function MatchersField({ value, onChange, error }: { value: readonly Matcher[]; onChange: (value: Matcher[]) => void; error?: string | undefined }) {
  const { t } = useTexts();
  const change = (index: number, part: Partial<Matcher>) => onChange(value.map((matcher, at) => (at === index ? { ...matcher, ...part } : matcher)));
  return (
    <fieldset className="field">
      <legend>{t('matchers.legend')}</legend>
      {value.map((matcher, index) => (
        <div className="matcher" key={index}>
          <select className="select" aria-label={t('matchers.label')} value={matcher.label} onChange={(event) => change(index, { label: event.target.value })}>
            {labels.map((label) => <option key={label} value={label}>{t(`matchers.${label}`)}</option>)}
          </select>
          <select className="select" aria-label={t('matchers.operator')} value={matcher.op} onChange={(event) => change(index, { op: event.target.value as Matcher['op'] })}>
            {operators.map((operator) => <option key={operator}>{operator}</option>)}
          </select>
          <input className="input" aria-label={t('matchers.value')} value={matcher.value} required onChange={(event) => change(index, { value: event.target.value })} />
          <button type="button" className="button button--quiet button--icon" aria-label={t('action.remove')} onClick={() => onChange(value.filter((_, at) => at !== index))}>×</button>
        </div>
      ))}
      <div><button type="button" className="button button--small" onClick={() => onChange([...value, { label: 'provider', op: '=', value: '' }])}>{t('matchers.add')}</button></div>
      {error ? <span className="field__error">{error}</span> : <span className="field__hint">{t('matchers.hint')}</span>}
    </fieldset>
  );
}

export function MatchersText({ matchers }: { matchers: readonly Matcher[] }) {
  const { t } = useTexts();
  if (matchers.length === 0) return <>{t('matchers.all')}</>;
  return <>{matchers.map((matcher) => `${matcher.label} ${matcher.op} ${matcher.value}`).join(t('matchers.and'))}</>;
}
