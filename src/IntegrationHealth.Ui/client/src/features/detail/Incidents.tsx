import { useInfiniteQuery } from '@tanstack/react-query';
import { useApi } from '../../api/context';
import { incidentsQuery, type Scope } from '../../api/health';
import type { Incident } from '../../api/types';
import { Awaiting, Skeleton } from '../../components/states';
import { sentenceOf } from '../../components/failureSentence';
import { failureTitle } from '../../components/failureTitle';
import { StatusIcon } from '../../components/StatusIcon';
import { useTexts } from '../../i18n/I18n';

export function Incidents({ id, provider, scope }: { id: string; provider: string; scope: Scope }) {
  const { t, plural, duration } = useTexts();
  const incidents = useInfiniteQuery(incidentsQuery(useApi(), scope, id));
  const all = incidents.data?.pages.flatMap((page) => page.items);
  return (
    <section className="card card--padded" aria-labelledby="incidents">
      <div className="section-head">
        <h2 id="incidents">{t('detail.incidents')}</h2>
        {all && all.length > 0 && !incidents.hasNextPage && (
          <span className="small muted">{plural('detail.incidentsSum', all.length, { duration: duration(all.reduce((sum, incident) => sum + incident.durationMs, 0)) })}</span>
        )}
      </div>
      {!all ? <Awaiting query={incidents}><Skeleton height={48} /></Awaiting>
        : all.length === 0 ? <p className="muted">{t('detail.incidentsNone')}</p>
        : <ul className="incidents">{all.map((incident) => <IncidentItem key={incident.id} incident={incident} provider={provider} />)}</ul>}
      {incidents.hasNextPage && <button type="button" className="button button--small" onClick={() => void incidents.fetchNextPage()}>{t('action.more')}</button>}
    </section>
  );
}

function IncidentItem({ incident, provider }: { incident: Incident; provider: string }) {
  const texts = useTexts();
  const { t, dateTime, time, duration, locale } = texts;
  // An hour alone would be that of any day.
  const isOneDay = new Set([incident.startedAt, ...incident.timeline.map((step) => step.at), ...(incident.endedAt ? [incident.endedAt] : [])].map((at) => new Date(at).toDateString())).size === 1;
  const values = { when: dateTime(incident.startedAt), duration: duration(incident.durationMs) };
  return (
    <li>
      <details open={incident.endedAt === null}>
        <summary>
          <StatusIcon status={incident.status} label={t(`status.${incident.status}`)} />
          <span>
            <strong>{incident.failureKind ? t(failureTitle(incident.status, incident.failureKind)) : t(`status.${incident.status}`)}</strong>
            <span className="muted small"> {incident.endedAt ? t('detail.incidentEnded', values) : t('detail.incidentOngoing', values)}</span>
          </span>
        </summary>
        {locale !== 'en' && incident.failureKind && <p className="small">{sentenceOf(provider, incident.status, incident.failureKind, texts)}</p>}
        {incident.message && <p className={`small${locale === 'en' ? '' : ' muted'}`} lang="en">{incident.message}</p>}
        <ol className="timeline">
          {incident.timeline.map((step, index) => (
            <li key={index} data-status={step.status}>
              <time className="numeric muted" dateTime={step.at} title={dateTime(step.at)}>{isOneDay ? time(step.at) : dateTime(step.at)}</time>
              <span>{eventText(step.event, t(`status.${step.status}`), t)}{step.detail && step.detail !== incident.message && <span className="muted" lang="en"> {step.detail}</span>}</span>
            </li>
          ))}
        </ol>
      </details>
    </li>
  );
}

function eventText(event: string, status: string, t: ReturnType<typeof useTexts>['t']): string {
  switch (event) {
    case 'started': return t('event.started');
    case 'statusChanged': return t('event.statusChanged', { status });
    case 'diagnosisChanged': return t('event.diagnosisChanged');
    case 'resolved': return t('event.resolved');
    case 'paused': return t('event.paused');
    default: return event;
  }
}
