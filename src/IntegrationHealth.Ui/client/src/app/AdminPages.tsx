import { Route, Switch } from 'wouter';
import { lazily } from '../components/lazily';
import { StatePanel } from '../components/states';
import { OverviewPage } from '../features/overview/OverviewPage';
import { useTexts } from '../i18n/I18n';
import '../styles/admin.css';

const IntegrationsPage = lazily(() => import('../features/integrations/IntegrationsPage').then((module) => ({ default: module.IntegrationsPage })));
const ChangesPage = lazily(() => import('../features/changes/ChangesPage').then((module) => ({ default: module.ChangesPage })));
const RegisterPage = lazily(() => import('../features/register/RegisterPage').then((module) => ({ default: module.RegisterPage })));
const EditPage = lazily(() => import('../features/register/RegisterPage').then((module) => ({ default: module.EditPage })));
const AlertsPage = lazily(() => import('../features/alerts/AlertsPage').then((module) => ({ default: module.AlertsPage })));
const AlertPage = lazily(() => import('../features/alerts/AlertPage').then((module) => ({ default: module.AlertPage })));
const RulesPage = lazily(() => import('../features/rules/RulesPage').then((module) => ({ default: module.RulesPage })));
const RulePage = lazily(() => import('../features/rules/RulePage').then((module) => ({ default: module.RulePage })));
const ChannelsPage = lazily(() => import('../features/channels/ChannelsPage').then((module) => ({ default: module.ChannelsPage })));
const ChannelPage = lazily(() => import('../features/channels/ChannelPage').then((module) => ({ default: module.ChannelPage })));
const SilencesPage = lazily(() => import('../features/silences/SilencesPage').then((module) => ({ default: module.SilencesPage })));
const MaintenancePage = lazily(() => import('../features/maintenance/MaintenancePage').then((module) => ({ default: module.MaintenancePage })));
const EscalationPage = lazily(() => import('../features/escalation/EscalationPage').then((module) => ({ default: module.EscalationPage })));
const OutagesPage = lazily(() => import('../features/outages/OutagesPage').then((module) => ({ default: module.OutagesPage })));
const AuditPage = lazily(() => import('../features/audit/AuditPage').then((module) => ({ default: module.AuditPage })));
const SystemPage = lazily(() => import('../features/system/SystemPage').then((module) => ({ default: module.SystemPage })));

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
      <Route><StatePanel title={t('error.notFound')}>{t('error.noPage')}</StatePanel></Route>
    </Switch>
  );
}
