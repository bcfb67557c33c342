import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ruleFaultsQuery } from '../api/alerting';
import { useApi } from '../api/context';
import { nameOfRule } from './ruleName';
import { useTexts } from '../i18n/I18n';

/** A rule that cannot be judged keeps silent: whoever relies on it has to be told here. Nothing where all is well, or where there is no alerting. */
export function RuleFaultsNotice() {
  const { t, plural, known } = useTexts();
  const faults = useQuery(ruleFaultsQuery(useApi())).data ?? [];
  if (faults.length === 0) return null;
  return (
    <div className="notice notice--list" data-status="degraded" role="alert">
      <strong>{plural('faults.title', faults.length)}</strong>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.ruleId}-${fault.kind}`}>
            {fault.kind === 'unreadable' ? <span className="mono">{fault.ruleId}</span> : <Link href={`/admin/rules/${encodeURIComponent(fault.ruleId)}`}>{nameOfRule(fault.ruleId, fault.ruleName, known)}</Link>}
            {': '}{t(`faults.${fault.kind}`)} {fault.reason}{fault.subjects > 0 && ` ${plural('faults.subjects', fault.subjects)}`}
          </li>
        ))}
      </ul>
    </div>
  );
}
