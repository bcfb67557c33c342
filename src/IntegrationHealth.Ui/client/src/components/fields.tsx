import { useId, useState, type ReactNode } from 'react';
import { problemOf } from '../api/problem';
import { useTexts } from '../i18n/I18n';

/** Messages of the server by field; names are compared without case, as the server may write them either way. */
export function errorsOf(error: unknown): Record<string, string> {
  if (!error) return {};
  return Object.fromEntries(Object.entries(problemOf(error).errors).map(([field, messages]) => [field.toLowerCase(), messages.join(' ')]));
}

/** What is wrong with a field or with something in it: `settings.to` finds `settings.to[1]`. */
export function errorUnder(errors: Record<string, string>, field: string): string | undefined {
  const name = field.toLowerCase();
  return errors[name] ?? Object.entries(errors).find(([each]) => each.startsWith(`${name}.`) || each.startsWith(`${name}[`))?.[1];
}

interface FieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  children: (attributes: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }) => ReactNode;
}

/** A label, its control, and what is to be known or is wrong, tied together for those who hear the page. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const about = hint || error ? `${id}-about` : undefined;
  return (
    <div className={`field${error ? ' field--invalid' : ''}`}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': about, 'aria-invalid': error ? true : undefined })}
      {about && <span id={about} className={error ? 'field__error' : 'field__hint'}>{error ?? hint}</span>}
    </div>
  );
}

interface TextProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string | undefined;
  error?: string | undefined;
  type?: 'text' | 'url' | 'password' | 'datetime-local' | 'time' | 'email';
  required?: boolean;
  placeholder?: string;
  multiline?: boolean;
  mono?: boolean;
  inputMode?: 'url';
}

export function TextField({ label, value, onChange, hint, error, type = 'text', required = false, placeholder, multiline = false, mono = false, inputMode }: TextProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (multiline
        ? <textarea {...attributes} className={`textarea${mono ? ' mono' : ''}`} value={value} placeholder={placeholder} onChange={(event) => onChange(event.target.value)} />
        : <input {...attributes} className={`input${mono ? ' mono' : ''}`} type={type} inputMode={inputMode} value={value} placeholder={placeholder} required={required}
          autoComplete={type === 'password' ? 'new-password' : 'off'} onChange={(event) => onChange(event.target.value)} />)}
    </Field>
  );
}

interface NumberProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  min?: number;
  max?: number;
  step?: number;
  hint?: string;
  error?: string | undefined;
}

export function NumberField({ label, value, onChange, min, max, step, hint, error }: NumberProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <input {...attributes} className="input" type="number" value={Number.isNaN(value) ? '' : value} min={min} max={max} step={step ?? 'any'} required
          onChange={(event) => onChange(event.target.valueAsNumber)} />
      )}
    </Field>
  );
}

/** A number that may be left out. */
export function OptionalNumberField({ label, value, onChange, placeholder, hint, error, ...range }: Omit<NumberProps, 'value' | 'onChange'> & { value: number | null; onChange: (value: number | null) => void; placeholder?: string }) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <input {...attributes} {...range} className="input" type="number" value={value ?? ''} placeholder={placeholder}
          onChange={(event) => onChange(Number.isNaN(event.target.valueAsNumber) ? null : event.target.valueAsNumber)} />
      )}
    </Field>
  );
}

interface SelectProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
  hint?: string;
  error?: string | undefined;
}

export function SelectField<T extends string>({ label, value, options, onChange, hint, error }: SelectProps<T>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <select {...attributes} className="select" value={value} onChange={(event) => onChange(event.target.value as T)}>
          {options.map(([option, text]) => <option key={option} value={option}>{text}</option>)}
        </select>
      )}
    </Field>
  );
}

const units = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
type Unit = keyof typeof units;

/** The largest unit in which a duration is a whole number. */
export function splitDuration(milliseconds: number): [number, Unit] {
  const unit = (['day', 'hour', 'minute'] as const).find((name) => milliseconds >= units[name] && milliseconds % units[name] === 0) ?? (milliseconds === 0 ? 'minute' : 'second');
  return [milliseconds / units[unit], unit];
}

/** What is typed, and its unit, stay as they are while it is typed: only a value that comes from elsewhere is written anew. */
export function DurationField({ label, value, onChange, hint, error }: { label: string; value: number; onChange: (milliseconds: number) => void; hint?: string | undefined; error?: string | undefined }) {
  const { t } = useTexts();
  const [shown, setShown] = useState(() => shownDuration(value));
  if (shown.value !== value) setShown(shownDuration(value));
  const type = (text: string, unit: Unit) => {
    const typed = Math.round((Number(text) || 0) * units[unit]);
    setShown({ value: typed, text, unit });
    onChange(typed);
  };
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <span className="duration">
          <input {...attributes} className="input" type="number" min={0} step="any" value={shown.text} onChange={(event) => type(event.target.value, shown.unit)} />
          <select className="select" aria-label={`${label}: ${t('field.unit')}`} value={shown.unit} onChange={(event) => type(shown.text, event.target.value as Unit)}>
            {(Object.keys(units) as Unit[]).map((name) => <option key={name} value={name}>{t(`unit.${name}`)}</option>)}
          </select>
        </span>
      )}
    </Field>
  );
}

function shownDuration(value: number): { value: number; text: string; unit: Unit } {
  const [count, unit] = splitDuration(value);
  return { value, text: String(count), unit };
}

/** Several short texts in one line, separated by commas. */
export function ListField({ label, value, onChange, hint, error }: { label: string; value: readonly string[]; onChange: (value: string[]) => void; hint?: string; error?: string | undefined }) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <input {...attributes} className="input" defaultValue={value.join(', ')} autoComplete="off"
          onChange={(event) => onChange(event.target.value.split(',').map((text) => text.trim()).filter(Boolean))} />
      )}
    </Field>
  );
}

export function CheckboxField({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return <label className="checkbox"><input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />{label}</label>;
}

interface ChoicesProps<T extends string> {
  legend: string;
  options: readonly (readonly [T, string])[];
  value: readonly T[];
  onChange: (value: T[]) => void;
  hint?: string;
  empty?: ReactNode;
}

/** Several of a few. */
export function ChoicesField<T extends string>({ legend, options, value, onChange, hint, empty }: ChoicesProps<T>) {
  return (
    <fieldset className="field">
      <legend>{legend}</legend>
      <div className="choices">
        {options.length === 0 ? <span className="field__hint">{empty}</span> : options.map(([option, text]) => (
          <CheckboxField key={option} label={text} checked={value.includes(option)} onChange={(checked) => onChange(checked ? [...value, option] : value.filter((each) => each !== option))} />
        ))}
      </div>
      {hint && <span className="field__hint">{hint}</span>}
    </fieldset>
  );
}
