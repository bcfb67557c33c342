import type { Alert } from '../../api/alerting';
import { useTexts } from '../../i18n/I18n';

/** Three questions apart: how bad, does it still hold, and has somebody taken it on. */
export function AlertChips({ alert }: { alert: Alert }) {
  const { t } = useTexts();
  return (
    <>
      {alert.suppressedBy.length > 0 && <span className="chip chip--outline">{t('alert.suppressed')}</span>}
      {alert.flapping && <span className="chip chip--outline">{t('alert.flapping')}</span>}
      {alert.acknowledged && <span className="chip chip--outline">{t('alert.acknowledgedBy', { by: alert.acknowledged.by })}</span>}
      <span className="chip" data-status={alert.state === 'resolved' ? 'healthy' : alert.state === 'firing' ? 'unhealthy' : 'degraded'}>{t(`alert.state.${alert.state}`)}</span>
      <span className="chip" data-severity={alert.severity}>{t(`severity.${alert.severity}`)}</span>
    </>
  );
}
