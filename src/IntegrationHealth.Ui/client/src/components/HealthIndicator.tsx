import type { IntegrationHealth, Status } from '../api/types';
import { useTexts } from '../i18n/I18n';
import { shownStatus, statusWord } from './shownStatus';
import { StatusIcon } from './StatusIcon';

/** A status with its shape and its word; one that is old is never green. */
export function HealthIndicator({ status, stale = false, size = 18 }: { status: Status; stale?: boolean; size?: number }) {
  const { t } = useTexts();
  const shown = shownStatus({ status, stale });
  return (
    <span className="indicator" data-status={shown}>
      <StatusIcon status={shown} size={size} />
      {statusWord({ status, stale }, t)}
    </span>
  );
}

/** What keeps a status from being taken at face value: not yet confirmed, recovering, or old. */
export function StatusChips({ health, now }: { health: IntegrationHealth; now: number }) {
  const { t, relative } = useTexts();
  return (
    <>
      {health.stale && (
        <span className="chip" data-status="unknown">
          {health.lastCheckedAt ? t('chip.stale', { age: relative(health.lastCheckedAt, now) }) : t('chip.neverChecked')}
        </span>
      )}
      {health.confirming && <span className="chip" data-status="degraded">{t('chip.confirming', { ...health.confirming })}</span>}
      {health.recovering && <span className="chip" data-status="healthy">{t('chip.recovering', { ...health.recovering })}</span>}
      {health.failure?.outageId && <span className="chip" data-status="degraded">{t('chip.outage')}</span>}
    </>
  );
}
