import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { outagesQuery } from '../../api/administration';
import { useApi } from '../../api/context';
import { PageHead } from '../../components/PageHead';
import { ProviderMark } from '../../components/ProviderMark';
import { providerName } from '../../components/providerName';
import { RelativeTime } from '../../components/RelativeTime';
import { Awaiting, PlugIcon, RowsSkeleton, StatePanel } from '../../components/states';
import { useTexts, type Texts } from '../../i18n/I18n';

export function OutagesPage() {
  const { t, plural, dateTime, duration } = useTexts();
  const outages = useQuery(outagesQuery(useApi()));
  return (
    <div className="stack">
      <PageHead title={t('nav.outages')} lead={t('outages.lead')} />
      {!outages.data ? <Awaiting query={outages}><RowsSkeleton count={3} /></Awaiting>
        : outages.data.items.length === 0 ? <StatePanel title={t('outages.none')} icon={<PlugIcon />}>{t('outages.noneHint')}</StatePanel>
        : (
          <ul className="card items">
            {outages.data.items.map((outage) => (
              <li className="item" key={outage.id}>
                <div>
                  <div className="item__title"><ProviderMark provider={outage.provider} size="small" /><Link href={`/admin/integrations?provider=${encodeURIComponent(outage.provider)}`}>{providerName(outage.provider)}</Link></div>
                  <p>
                    {outage.endedAt ? t('outages.lasted', { from: dateTime(outage.startedAt), duration: duration(Date.parse(outage.endedAt) - Date.parse(outage.startedAt)) }) : <RelativeTime at={outage.startedAt} />}
                    {outage.integrations !== null && <> · {plural('integrations.count', outage.integrations)}</>}
                    {outage.vendorStatus && <> · {vendorText(outage.vendorStatus, t)}</>}
                  </p>
                </div>
                <div className="line"><span className="chip" data-status={outage.endedAt ? 'healthy' : 'unhealthy'}>{outage.endedAt ? t('outages.over') : t('outages.active')}</span></div>
              </li>
            ))}
          </ul>
        )}
    </div>
  );
}

const vendorStatuses = ['operational', 'degraded', 'down', 'unknown'] as const;

/** What the provider's own status page says. */
function vendorText(status: string, t: Texts['t']): string {
  const known = vendorStatuses.find((each) => each === status);
  return known ? t(`outages.vendor.${known}`) : status;
}
