import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Alert, AlertEvent, NotificationChannel } from '../../api/alerting';
import { useApi } from '../../api/context';
import { resourceQuery } from '../../api/resources';
import { TextField } from '../../components/fields';
import { SaveError } from '../../components/FormDialog';
import { TimeUntil } from '../../components/RelativeTime';
import { Awaiting, RowsSkeleton } from '../../components/states';
import { useTitle } from '../../components/useTitle';
import { useTexts } from '../../i18n/I18n';
import { useCanAct } from '../../realtime/Live';
import { AlertChips } from './AlertChips';
import { ruleNameOf } from '../../components/ruleName';
import { providerName } from '../../components/providerName';

export function AlertPage({ id }: { id: string }) {
  const { t } = useTexts();
  const api = useApi();
  const alert = useQuery({ queryKey: ['alert', id], queryFn: ({ signal }) => api.get<Alert>(`admin/alerts/${encodeURIComponent(id)}`, {}, signal) });
  useTitle(alert.data ? subjectOf(alert.data) : t('nav.alerts'));
  return (
    <div className="stack">
      <p className="small back"><span aria-hidden="true">← </span><Link href="/admin/alerts">{t('nav.alerts')}</Link></p>
      {alert.data ? <AlertDetail alert={alert.data} /> : <Awaiting query={alert}><RowsSkeleton count={4} /></Awaiting>}
    </div>
  );
}

function AlertDetail({ alert }: { alert: Alert }) {
  const { t, known, dateTime, duration } = useTexts();
  const channels = useQuery({ ...resourceQuery<NotificationChannel>(useApi(), 'admin/notification-channels'), retry: false });
  const channelName = (channelId: string) => channels.data?.find((channel) => channel.id === channelId)?.name ?? channelId;
  const end = alert.resolvedAt ? Date.parse(alert.resolvedAt) : null;
  return (
    <>
      <header className="page-head">
        <div><h1>{subjectOf(alert)}</h1><p className="lead" lang="en">{alert.message}</p><div className="line alert-chips"><AlertChips alert={alert} /></div></div>
      </header>
      {alert.dataHealth !== 'ok' && alert.state !== 'resolved' && <p className="notice" data-status="degraded">{t(`alert.data.${alert.dataHealth}`)}</p>}
      {alert.state !== 'resolved' && alert.state !== 'pending' && <Acts alert={alert} />}
      <div className="columns">
        <section className="card card--padded" aria-labelledby="timeline">
          <div className="section-head"><h2 id="timeline">{t('alert.timeline')}</h2></div>
          <ol className="timeline timeline--flush">
            {alert.timeline.map((event, index) => (
              <li key={index} data-status={statusOf(event)}>
                <time className="numeric muted" dateTime={event.at}>{dateTime(event.at)}</time>
                <span>
                  {known(`alert.event.${event.event}`) ?? event.event}{event.channelId && <> {t('alert.through', { channel: channelName(event.channelId) })}</>}
                  {event.detail && <span className="muted" lang="en"> {event.detail}</span>}
                </span>
              </li>
            ))}
          </ol>
        </section>
        <section className="card card--padded" aria-labelledby="facts">
          <div className="section-head"><h2 id="facts">{t('detail.details')}</h2></div>
          <dl className="pairs">
            <dt>{t('alert.rule')}</dt><dd><Link href={`/admin/rules/${encodeURIComponent(alert.ruleId)}`}>{ruleNameOf(alert, known)}</Link></dd>
            {alert.integrationId && <><dt>{t('alert.integration')}</dt><dd><Link href={`/admin/integrations/${encodeURIComponent(alert.integrationId)}`}>{alert.name ?? alert.integrationId}</Link></dd></>}
            {alert.provider && <><dt>{t('detail.provider')}</dt><dd>{providerName(alert.provider)}</dd></>}
            <dt>{t('alert.started')}</dt><dd>{dateTime(alert.startedAt)}</dd>
            {alert.acknowledged?.expiresAt && <><dt>{t('alert.acknowledgedUntil')}</dt><dd>{dateTime(alert.acknowledged.expiresAt)}</dd></>}
            {alert.nextEscalationAt && <><dt>{t('alert.nextEscalation')}</dt><dd><TimeUntil at={alert.nextEscalationAt} /></dd></>}
            {alert.resolvedAt && end !== null && <><dt>{t('alert.resolved')}</dt><dd>{dateTime(alert.resolvedAt)} ({duration(end - Date.parse(alert.startedAt))})</dd></>}
            {alert.resolvedReason && <><dt>{t('alert.reason')}</dt><dd>{known(`alert.reason.${alert.resolvedReason}`) ?? alert.resolvedReason}</dd></>}
          </dl>
        </section>
      </div>
    </>
  );
}

function Acts({ alert }: { alert: Alert }) {
  const { t } = useTexts();
  const api = useApi();
  const client = useQueryClient();
  const canAct = useCanAct();
  const [comment, setComment] = useState('');
  const act = useMutation({
    mutationFn: (what: 'acknowledge' | 'resolve') => api.change<Alert>('POST', `admin/alerts/${encodeURIComponent(alert.id)}/${what}`, comment ? { comment } : {}),
    onSuccess: () => {
      setComment('');
      void client.invalidateQueries({ queryKey: ['alert', alert.id] });
      void client.invalidateQueries({ queryKey: ['alerts'] });
    },
  });
  return (
    <section className="card card--padded acts" aria-label={t('alert.act')}>
      <TextField label={t('alert.comment')} value={comment} onChange={setComment} />
      <div className="line">
        <button type="button" className="button button--primary" disabled={!canAct || act.isPending || alert.acknowledged !== null} onClick={() => act.mutate('acknowledge')}>{t('alert.acknowledge')}</button>
        <button type="button" className="button" disabled={!canAct || act.isPending} onClick={() => act.mutate('resolve')}>{t('alert.resolve')}</button>
      </div>
      <p className="small muted">{t('alert.actHint')}</p>
      <SaveError error={act.error} />
    </section>
  );
}

function statusOf(event: AlertEvent): string | undefined {
  if (event.event === 'fired' || event.event === 'notificationFailed' || event.event === 'notificationGivenUp' || event.event === 'escalated') return 'unhealthy';
  if (event.event === 'resolved' || event.event === 'notified') return 'healthy';
  return undefined;
}

/** Whom it is about. */
function subjectOf(alert: Alert): string {
  return alert.name ?? alert.integrationId ?? alert.provider ?? alert.ruleName ?? alert.ruleId;
}
