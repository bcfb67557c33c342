import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '../../api/context';
import { bucketsQuery, type Scope } from '../../api/health';
import type { IntegrationHealth } from '../../api/types';
import { useNow } from '../../components/now';
import { Awaiting, Skeleton } from '../../components/states';
import { useTexts } from '../../i18n/I18n';
import { dayBefore, dayOf, daysOf } from './calendar';

const dayCount = 90;

export function UptimeCalendar({ health, scope }: { health: IntegrationHealth; scope: Scope }) {
  const { t, plural, share, day: dayText } = useTexts();
  const api = useApi();
  // A page that stays open goes on to the next day.
  const today = dayOf(useNow());
  const buckets = useQuery(bucketsQuery(api, scope, health.id, 'day', `${dayBefore(today, dayCount - 1)}T00:00:00.000Z`));
  const days = useMemo(() => (buckets.data ? daysOf(buckets.data, dayCount, today) : null), [buckets.data, today]);
  return (
    <section className="card card--padded" aria-labelledby="calendar">
      <div className="section-head"><h2 id="calendar">{t('detail.calendar')}</h2></div>
      {days ? (
        <ol className="calendar" tabIndex={0} aria-labelledby="calendar">
          {days.map((day) => {
            const label = day.bucket?.uptime == null
              ? t('detail.calendarNone', { date: dayText(day.date) })
              : t('detail.calendarDay', { date: dayText(day.date), uptime: share(day.bucket.uptime), checks: plural('detail.checks', day.bucket.checks) });
            return <li key={day.date} className="calendar__day" data-level={day.level} title={label}><span className="visually-hidden">{label}</span></li>;
          })}
        </ol>
      ) : <Awaiting query={buckets}><Skeleton height={34} /></Awaiting>}
      <dl className="facts facts--three">
        {(['24h', '7d', '30d'] as const).map((window) => (
          <div key={window}><dt>{t(`detail.uptime${window}`)}</dt><dd>{health.uptime[window] === null ? '–' : share(health.uptime[window])}</dd></div>
        ))}
      </dl>
    </section>
  );
}
