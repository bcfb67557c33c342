import { Link } from 'wouter';
import type { Scope } from '../../api/health';
import type { Transition } from '../../api/types';
import { failureTitle } from '../../components/failureTitle';
import { ProviderMark } from '../../components/ProviderMark';
import { RelativeTime } from '../../components/RelativeTime';
import { StatusIcon } from '../../components/StatusIcon';
import { useTexts, type MessageKey } from '../../i18n/I18n';

const happened: Record<Transition['status'], MessageKey> = {
  unhealthy: 'changes.unhealthy', degraded: 'changes.degraded', healthy: 'changes.healthy', paused: 'changes.paused', unknown: 'changes.unknown',
};

/** One change as a sentence whose subject leads to the integration. */
export function ChangeItem({ change, scope }: { change: Transition; scope: Scope }) {
  const { t } = useTexts();
  const href = `${scope === 'admin' ? '/admin/integrations' : '/connections'}/${encodeURIComponent(change.integrationId)}`;
  const inTrouble = change.status === 'unhealthy' || change.status === 'degraded';
  return (
    <li className="change" data-status={change.status}>
      <StatusIcon status={change.status} size={16} label={t(`status.${change.status}`)} />
      <ProviderMark provider={change.provider} size="small" />
      <div className="change__text">
        <p><Link href={href}>{change.name}</Link> {t(happened[change.status])}</p>
        {inTrouble && change.failureKind && (
          <p className="small muted change__why">{t(failureTitle(change.status, change.failureKind))}{scope === 'admin' && change.ownerId && <> · {change.ownerId}</>}</p>
        )}
      </div>
      <span className="small muted nowrap numeric"><RelativeTime at={change.at} /></span>
    </li>
  );
}

/** What tells one change from all others. */
export function keyOfChange(change: Transition): string {
  return `${change.incidentId} ${change.event} ${change.at}`;
}
