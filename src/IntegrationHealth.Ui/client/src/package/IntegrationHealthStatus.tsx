import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/context';
import { recentQuery } from '../api/health';
import { CheckBar } from '../components/CheckBar';
import { CheckNowButton } from '../components/CheckNowButton';
import { AdviceText, FailureText, RecoveryButton } from '../components/FailureText';
import { Heading, HeadingLevelProvider, type HeadingLevel } from '../components/Heading';
import { HealthIndicator, StatusChips } from '../components/HealthIndicator';
import { useNow } from '../components/now';
import { ProviderMark } from '../components/ProviderMark';
import { RelativeTime } from '../components/RelativeTime';
import { shownStatus } from '../components/shownStatus';
import { SignInLink } from '../components/signIn';
import { Awaiting, RowsSkeleton, StatePanel } from '../components/states';
import { useTexts } from '../i18n/I18n';
import { isCutOff, useLiveStatus } from '../realtime/Live';
import { useIntegrationHealth } from './hooks';

export interface IntegrationHealthStatusProps {
  integrationId: string;
  /** Level of its heading in the outline of the page; 3 unless given. */
  headingLevel?: HeadingLevel | undefined;
}

/** One connection as a card: how it is, what is wrong, and the button that puts it right. */
export function IntegrationHealthStatus({ integrationId, headingLevel }: IntegrationHealthStatusProps) {
  return <HeadingLevelProvider level={headingLevel}><StatusCard integrationId={integrationId} /></HeadingLevelProvider>;
}

function StatusCard({ integrationId }: { integrationId: string }) {
  const { t, relative } = useTexts();
  const health = useIntegrationHealth(integrationId);
  const recent = useQuery(recentQuery(useApi(), 'owner', integrationId));
  const now = useNow();
  const { state, heardAt } = useLiveStatus();
  if (!health.data) return <Awaiting query={health} notFound={<StatePanel title={t('error.notFound')}>{t('error.noConnection')}</StatePanel>}><RowsSkeleton count={1} /></Awaiting>;
  const { data } = health;
  return (
    <article className="card card--padded stack" data-status={shownStatus(data)} aria-label={data.name}>
      <div className="line line--apart">
        <div className="line">
          <ProviderMark provider={data.provider} />
          <div>
            <Heading usually={3} look="name">{data.name}</Heading>
            <div className="line small"><HealthIndicator status={data.status} stale={data.stale} size={15} /><StatusChips health={data} now={now} /></div>
          </div>
        </div>
        <CheckNowButton health={data} scope="owner" small disabled={isCutOff(state)} />
      </div>
      {data.failure && data.status !== 'healthy' && (
        <div className="row__failure">
          <div><FailureText health={data} failure={data.failure} />{!data.failure.actionUrl && <p className="muted"><AdviceText failure={data.failure} /></p>}</div>
          <RecoveryButton failure={data.failure} name={data.name} small />
        </div>
      )}
      <CheckBar checks={recent.data} failed={recent.isError} now={now} ends />
      <p className="small muted">
        {isCutOff(state) || state === 'failing' ? `${t(`live.why.${state}`)} ${t('live.known', { age: relative(new Date(heardAt ?? health.dataUpdatedAt), now) })}`
          : data.lastSucceededAt ? <>{t('row.lastSuccess')}: <RelativeTime at={data.lastSucceededAt} /></> : null}
      </p>
      {state === 'signedOut' && <div className="line"><SignInLink /></div>}
    </article>
  );
}
