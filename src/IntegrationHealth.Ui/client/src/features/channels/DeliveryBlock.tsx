import type { Severity } from '../../api/alerting';
import { CheckboxField, errorUnder, OptionalNumberField, SelectField, TextField } from '../../components/fields';
import { useTexts } from '../../i18n/I18n';
import { clockOf, timeOf, type ChannelDraft } from './channel';

const everyMorning = '0 8 * * *';
const night = { from: '22:00:00', to: '07:00:00', bypass: 'critical' } as const;
/** What passes in spite of quiet hours: that severity and worse. */
const severities: readonly Severity[] = ['critical', 'warning', 'info'];

interface Props {
  draft: ChannelDraft;
  onChange: (part: Partial<ChannelDraft>) => void;
  errors: Record<string, string>;
}

/** When the messages go, and how many; alike for all types. */
export function DeliveryBlock({ draft, onChange, errors }: Props) {
  const { t } = useTexts();
  const { quietHours: quiet, digest } = draft;
  return (
    <section className="card block" aria-labelledby="delivery">
      <h2 id="delivery">{t('delivery.title')}</h2>
      <div className="option option--times">
        <CheckboxField label={t('delivery.quiet')} checked={quiet !== null} onChange={(on) => onChange({ quietHours: on ? night : null })} />
        {quiet && (
          <div className="fields">
            <TextField label={t('delivery.quietFrom')} type="time" required value={clockOf(quiet.from)} onChange={(from) => onChange({ quietHours: { ...quiet, from: timeOf(from) } })} error={errorUnder(errors, 'quiethours.from')} />
            <TextField label={t('delivery.quietTo')} type="time" required value={clockOf(quiet.to)} onChange={(to) => onChange({ quietHours: { ...quiet, to: timeOf(to) } })} error={errorUnder(errors, 'quiethours.to')} />
            <SelectField label={t('delivery.bypass')} value={quiet.bypass} options={severities.map((severity) => [severity, t(`delivery.bypass.${severity}`)] as const)} onChange={(bypass) => onChange({ quietHours: { ...quiet, bypass } })} />
          </div>
        )}
      </div>
      <div className="option">
        <CheckboxField label={t('delivery.digest')} checked={digest !== null} onChange={(on) => onChange({ digest: on ? everyMorning : null })} />
        {digest !== null && (
          <div className="fields"><TextField label={t('delivery.digestCron')} mono required value={digest} onChange={(cron) => onChange({ digest: cron })} hint={t('delivery.digestHint')} error={errors.digest} /></div>
        )}
      </div>
      <div className="fields">
        {(quiet !== null || digest !== null) && <TextField label={t('maintenance.timeZone')} required value={draft.timeZone} onChange={(timeZone) => onChange({ timeZone })} error={errors.timezone} />}
        <OptionalNumberField label={t('delivery.rate')} value={draft.maxPerMinute} min={1} max={6000} step={1} placeholder={t('delivery.rateNone')} hint={t('delivery.rateHint')} onChange={(maxPerMinute) => onChange({ maxPerMinute })} error={errors.maxperminute} />
      </div>
    </section>
  );
}
