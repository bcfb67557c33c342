import { Link, Route, Switch } from 'wouter';
import { lazily } from '../components/lazily';
import { BrokenLinkIcon, StatePanel } from '../components/states';
import { OverviewPage } from '../features/overview/OverviewPage';
import { useTexts } from '../i18n/I18n';
import { loadLaterTexts } from '../i18n/parts';
import '../styles/admin.css';

/** A page that also needs the texts that the first one could do without. */
const withTexts: typeof lazily = (load) => lazily(async () => (await Promise.all([load(), loadLaterTexts()]))[0]);

const IntegrationsPage = withTexts(() => import('../features/integrations/IntegrationsPage').then((module) => ({ default: module.IntegrationsPage })));
const ChangesPage = withTexts(() => import('../features/changes/ChangesPage').then((module) => ({ default: module.ChangesPage })));
const RegisterPage = withTexts(() => import('../features/register/RegisterPage').then((module) => ({ default: module.RegisterPage })));
const EditPage = withTexts(() => import('../features/register/RegisterPage').then((module) => ({ default: module.EditPage })));
const AlertsPage = withTexts(() => import('../features/alerts/AlertsPage').then((module) => ({ default: module.AlertsPage })));
const AlertPage = withTexts(() => import('../features/alerts/AlertPage').then((module) => ({ default: module.AlertPage })));
const RulesPage = withTexts(() => import('../features/rules/RulesPage').then((module) => ({ default: module.RulesPage })));
const RulePage = withTexts(() => import('../features/rules/RulePage').then((module) => ({ default: module.RulePage })));
const ChannelsPage = withTexts(() => import('../features/channels/ChannelsPage').then((module) => ({ default: module.ChannelsPage })));
const ChannelPage = withTexts(() => import('../features/channels/ChannelPage').then((module) => ({ default: module.ChannelPage })));
const SilencesPage = withTexts(() => import('../features/silences/SilencesPage').then((module) => ({ default: module.SilencesPage })));
const MaintenancePage = withTexts(() => import('../features/maintenance/MaintenancePage').then((module) => ({ default: module.MaintenancePage })));
const EscalationPage = withTexts(() => import('../features/escalation/EscalationPage').then((module) => ({ default: module.EscalationPage })));
const OutagesPage = withTexts(() => import('../features/outages/OutagesPage').then((module) => ({ default: module.OutagesPage })));
const AuditPage = withTexts(() => import('../features/audit/AuditPage').then((module) => ({ default: module.AuditPage })));
const SystemPage = withTexts(() => import('../features/system/SystemPage').then((module) => ({ default: module.SystemPage })));

/** What only administrators load. */
export function AdminPages() {
  const { t } = useTexts();
  return (
    <Switch>
      <Route path="/admin"><OverviewPage /></Route>
      <Route path="/admin/integrations"><IntegrationsPage /></Route>
      <Route path="/admin/integrations/:id/edit">{({ id }) => <EditPage key={id} id={decodeURIComponent(id)} />}</Route>
      <Route path="/admin/register"><RegisterPage /></Route>
      <Route path="/admin/changes"><ChangesPage scope="admin" /></Route>
      <Route path="/admin/outages"><OutagesPage /></Route>
      <Route path="/admin/alerts"><AlertsPage /></Route>
      <Route path="/admin/alerts/:id">{({ id }) => <AlertPage key={id} id={decodeURIComponent(id)} />}</Route>
      <Route path="/admin/rules"><RulesPage /></Route>
      <Route path="/admin/rules/:id">{({ id }) => <RulePage key={id} id={decodeURIComponent(id)} />}</Route>
      <Route path="/admin/channels"><ChannelsPage /></Route>
      <Route path="/admin/channels/:id">{({ id }) => <ChannelPage key={id} id={decodeURIComponent(id)} />}</Route>
      <Route path="/admin/silences"><SilencesPage /></Route>
      <Route path="/admin/maintenance"><MaintenancePage /></Route>
      <Route path="/admin/escalation"><EscalationPage /></Route>
      <Route path="/admin/audit"><AuditPage /></Route>
      <Route path="/admin/system"><SystemPage /></Route>
      <Route><StatePanel title={t('error.notFound')} icon={<BrokenLinkIcon />} actions={<Link className="button" href="/">{t('error.toStart')}</Link>}>{t('error.noPage')}</StatePanel></Route>
    </Switch>
  );
}
