import type { Condition } from '../../api/alerting';
import { ChoicesField, DurationField, NumberField, OptionalNumberField, SelectField } from '../../components/fields';
import { useTexts } from '../../i18n/I18n';
import type { FailureKind, Status } from '../../api/types';
import { conditionTypes, newCondition } from './rule';

interface Props {
  condition: Condition;
  onChange: (condition: Condition) => void;
  onRemove: (() => void) | null;
  error?: string | undefined;
}

const kinds: readonly FailureKind[] = [
  'authenticationExpired', 'authenticationRevoked', 'insufficientScope', 'adminPolicy', 'accountSuspended', 'rateLimited', 'providerOutage', 'misconfigured',
  'invalidResponse', 'timeout', 'network', 'dns', 'tls', 'checkerFault', 'unknown',
];
const watched: readonly Status[] = ['unhealthy', 'degraded', 'unknown', 'healthy'];

export function ConditionEditor({ condition, onChange, onRemove, error }: Props) {
  const { t } = useTexts();
  return (
    <div className="condition">
      <div className="condition__head">
        <select className="select" aria-label={t('condition.type')} value={condition.type} onChange={(event) => onChange(newCondition(event.target.value as Condition['type']))}>
          {conditionTypes.map((type) => <option key={type} value={type}>{t(`condition.${type}`)}</option>)}
        </select>
        {onRemove && <button type="button" className="button button--quiet button--icon" aria-label={t('action.remove')} onClick={onRemove}>×</button>}
      </div>
      <div className="fields"><Values condition={condition} onChange={onChange} /></div>
      {error && <span className="field__error">{error}</span>}
    </div>
  );
}

function Values({ condition, onChange }: Pick<Props, 'condition' | 'onChange'>) {
  const { t } = useTexts();
  switch (condition.type) {
    case 'consecutiveFailures':
      return <NumberField label={t('condition.threshold')} value={condition.threshold} min={1} max={1000} step={1} onChange={(threshold) => onChange({ ...condition, threshold })} />;
    case 'errorRate':
      return (
        <>
          <NumberField label={t('condition.percent')} value={condition.thresholdPercent} min={0} max={100} onChange={(thresholdPercent) => onChange({ ...condition, thresholdPercent })} />
          <DurationField label={t('condition.window')} value={condition.windowMs} onChange={(windowMs) => onChange({ ...condition, windowMs })} />
          <NumberField label={t('condition.minimumChecks')} value={condition.minimumChecks} min={1} step={1} onChange={(minimumChecks) => onChange({ ...condition, minimumChecks })} />
        </>
      );
    case 'latency':
      return (
        <>
          <NumberField label={t('condition.latencyMs')} value={condition.thresholdMs} min={1} step={1} onChange={(thresholdMs) => onChange({ ...condition, thresholdMs })} />
          <OptionalNumberField label={t('condition.percentile')} value={condition.percentile} min={1} max={100} placeholder={t('condition.average')} onChange={(percentile) => onChange({ ...condition, percentile })} />
          <DurationField label={t('condition.window')} value={condition.windowMs} onChange={(windowMs) => onChange({ ...condition, windowMs })} />
          <NumberField label={t('condition.minimumChecks')} value={condition.minimumChecks} min={1} step={1} onChange={(minimumChecks) => onChange({ ...condition, minimumChecks })} />
        </>
      );
    case 'status':
      return (
        <>
          <SelectField label={t('condition.statusIs')} value={condition.status} options={watched.map((status) => [status, t(`status.${status}`)] as const)} onChange={(status) => onChange({ ...condition, status })} />
          <DurationField label={t('condition.for')} value={condition.forMs} onChange={(forMs) => onChange({ ...condition, forMs })} />
        </>
      );
    case 'failureKind':
      return <ChoicesField legend={t('condition.kinds')} options={kinds.map((kind) => [kind, t(`failure.${kind}`)] as const)} value={condition.kinds} onChange={(chosen) => onChange({ ...condition, kinds: chosen })} />;
    case 'credentialExpiry':
      return <DurationField label={t('condition.within')} value={condition.withinMs} onChange={(withinMs) => onChange({ ...condition, withinMs })} />;
    case 'noData':
      return <NumberField label={t('condition.intervals')} value={condition.intervals} min={1} step={1} onChange={(intervals) => onChange({ ...condition, intervals })} />;
    case 'providerErrorRate':
      return (
        <>
          <NumberField label={t('condition.percent')} value={condition.thresholdPercent} min={0} max={100} onChange={(thresholdPercent) => onChange({ ...condition, thresholdPercent })} />
          <DurationField label={t('condition.window')} value={condition.windowMs} onChange={(windowMs) => onChange({ ...condition, windowMs })} />
          <NumberField label={t('condition.minimumChecks')} value={condition.minimumChecks} min={1} step={1} onChange={(minimumChecks) => onChange({ ...condition, minimumChecks })} />
        </>
      );
    case 'providerOutage':
      return <p className="small muted">{t('condition.providerOutageHint')}</p>;
  }
}
