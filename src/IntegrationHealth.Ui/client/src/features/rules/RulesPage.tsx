import { Link } from 'wouter';
import type { AlertRule } from '../../api/alerting';
import { useSaveResource } from '../../api/resources';
import { PageHead } from '../../components/PageHead';
import { ResourceList } from '../../components/ResourceList';
import { RuleFaultsNotice } from '../../components/RuleFaultsNotice';
import { useToast } from '../../components/Toasts';
import { problemOf } from '../../api/problem';
import { useTexts } from '../../i18n/I18n';
import { nameOfRule } from '../../components/ruleName';
import { ruleText, scopeText } from './conditionText';
import { bodyOf } from './rule';

const path = 'admin/alert-rules';

export function RulesPage() {
  const texts = useTexts();
  const { t, known } = texts;
  const shownName = (rule: AlertRule) => nameOfRule(rule.id, rule.name, known);
  const add = <Link className="button button--primary" href="/admin/rules/new">{t('rules.add')}</Link>;
  return (
    <div className="stack">
      <PageHead title={t('nav.rules')} lead={t('rules.lead')}>{add}</PageHead>
      <RuleFaultsNotice />
      <ResourceList<AlertRule> path={path} nameOf={shownName} emptyTitle={t('rules.empty')} emptyHint={t('rules.emptyHint')}
        sort={(left, right) => shownName(left).localeCompare(shownName(right))}
        render={(rule) => ({
          off: !rule.enabled,
          title: <><Link href={`/admin/rules/${encodeURIComponent(rule.id)}`}>{shownName(rule)}</Link><span className="chip" data-severity={rule.severity}>{t(`severity.${rule.severity}`)}</span></>,
          text: <>{ruleText(rule, texts)} · {scopeText(rule, texts)}</>,
          actions: <EnabledSwitch rule={rule} />,
        })} />
    </div>
  );
}

function EnabledSwitch({ rule }: { rule: AlertRule }) {
  const { t } = useTexts();
  const toast = useToast();
  const save = useSaveResource<AlertRule>(path);
  const fixed = rule.origin !== undefined && rule.origin !== 'runtime';
  return (
    <label className="switch">
      <input type="checkbox" role="switch" checked={save.isPending ? save.variables.enabled : rule.enabled} disabled={fixed || save.isPending} aria-label={t('rules.enabled', { name: rule.name })}
        onChange={(event) => save.mutate({ ...bodyOf(rule), enabled: event.target.checked }, { onError: (error) => toast({ key: 'rule', status: 'unknown', title: t('error.title'), text: problemOf(error).detail }) })} />
    </label>
  );
}
