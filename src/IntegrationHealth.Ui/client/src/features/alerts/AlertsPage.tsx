import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { AlertPage } from '../../api/alerting';
import { useApi } from '../../api/context';
import { PageHead } from '../../components/PageHead';
import { RelativeTime } from '../../components/RelativeTime';
import { Segments } from '../../components/Segments';
import { Awaiting, PlugIcon, RowsSkeleton, StatePanel } from '../../components/states';
import { useUrlState } from '../../components/url';
import { useTexts } from '../../i18n/I18n';
import { AlertChips } from './AlertChips';
import { AlertFilters, longestSearch } from './AlertFilters';
import { ruleNameOf } from '../../components/ruleName';

const states = ['firing', 'pending', 'resolved', 'all'] as const;
const severities = ['', 'critical', 'warning', 'info'] as const;

export function AlertsPage() {
  const { t, known, duration } = useTexts();
  const api = useApi();
  const [url, setUrl] = useUrlState();
  const state = states.find((one) => one === url.get('state')) ?? 'firing';
  const severity = severities.find((one) => one === url.get('severity')) ?? '';
  const search = url.get('q') ?? '';
  const filter = {
    q: search.trim().slice(0, longestSearch),
    state: state === 'all' ? '' : state === 'firing' ? 'firing,recovering' : state, severity, provider: url.get('provider') ?? '', integrationId: url.get('integrationId') ?? '',
  };
  const alerts = useInfiniteQuery({
    queryKey: ['alerts', filter],
    queryFn: ({ pageParam, signal }) => api.get<AlertPage>('admin/alerts', { ...filter, limit: 50, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const items = alerts.data?.pages.flatMap((page) => page.items);
  const filtered = severity !== '' || filter.provider !== '' || filter.integrationId !== '' || filter.q !== '';
  return (
    <div className="stack">
      <PageHead title={t('nav.alerts')} lead={t('alerts.lead')} />
      <div className="toolbar">
        <Segments legend={t('alerts.state')} value={state} onChange={(value) => setUrl({ state: value === 'firing' ? null : value })} options={states.map((one) => [one, t(`alerts.state.${one}`)] as const)} />
        <select className="select" aria-label={t('alerts.severity')} value={severity} onChange={(event) => setUrl({ severity: event.target.value })}>
          {severities.map((one) => <option key={one} value={one}>{one === '' ? t('alerts.allSeverities') : t(`severity.${one}`)}</option>)}
        </select>
        <AlertFilters provider={filter.provider} integrationId={filter.integrationId} search={search} onChange={setUrl} />
      </div>
      {!items ? <Awaiting query={alerts} notFound={<StatePanel title={t('error.notMapped')} icon={<PlugIcon />}>{t('error.notMappedHint')}</StatePanel>}><RowsSkeleton /></Awaiting>
        : items.length === 0 ? (filtered
          ? <StatePanel title={t('alerts.noMatch')} icon={<PlugIcon />} actions={<button type="button" className="button" onClick={() => setUrl({ severity: null, provider: null, integrationId: null, q: null })}>{t('filter.clear')}</button>} />
          : <StatePanel title={t(state === 'firing' ? 'alerts.quiet' : 'alerts.none')} icon={<PlugIcon />}>{t('alerts.quietHint')}</StatePanel>)
        : (
          <ul className="card items">
            {items.map((alert) => (
              <li className="item" key={alert.id}>
                <div>
                  <div className="item__title"><Link href={`/admin/alerts/${encodeURIComponent(alert.id)}`}>{alert.name ?? alert.integrationId ?? alert.provider ?? alert.ruleId}</Link></div>
                  <p className="item__message" lang="en">{alert.message}</p>
                  <p>
                    {ruleNameOf(alert, known)}{' · '}
                    {alert.resolvedAt ? t('alerts.lasted', { duration: duration(Date.parse(alert.resolvedAt) - Date.parse(alert.startedAt)) }) : <RelativeTime at={alert.startedAt} />}
                  </p>
                </div>
                <div className="line"><AlertChips alert={alert} /></div>
              </li>
            ))}
          </ul>
        )}
      {alerts.hasNextPage && <div><button type="button" className="button" disabled={alerts.isFetchingNextPage} onClick={() => void alerts.fetchNextPage()}>{t('action.more')}</button></div>}
    </div>
  );
}
