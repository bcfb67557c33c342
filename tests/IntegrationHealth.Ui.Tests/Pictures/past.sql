-- A month behind a host that was started a moment ago, for the pictures of the guides: what it found at its start began at some hour of the last nine,
-- and before that all was well but for a short outage each night. Run while the host is stopped; it folds the days itself when it starts again.
create temp table clock as select cast(strftime('%s', 'now') as integer) * 1000 as now;
-- When what is wrong with each began, and how bad it is. Statuses: 0 unhealthy, 1 degraded, 4 healthy.
create temp table story as
select c.iid, case when c.status in (0, 1) then c.status else 4 end as status, c.failure_kind, c.message, i.provider,
       clock.now - case when c.status not in (0, 1) then 0 else (1 + (c.iid * 7) % 9) * 3600000 - c.iid * 137000 end as began
from integration_health_checks c join integrations i using (iid), clock;

-- Every check of two days. A healthy one fails for six checks in a night hour of its own.
delete from integration_health_history where iid in (select iid from story);
with recursive step(n) as (select 1 union all select n + 1 from step where n < 5760)
insert into integration_health_history (slot, iid, checked_at, status, outcome, latency_ms, failure_kind, message)
select at / 600000, iid, at, status, case status when 4 then 1 when 1 then 2 else 3 end,
       case when kind = 10 then 3000 else 90 end + iid * 11 + (n * 7919 + iid * 31) % 160 + case when n % 97 = 0 then 400 else 0 end, kind, message
from (select s.iid, n, clock.now - n * 30000 as at,
             case when clock.now - n * 30000 >= s.began then s.status when dip then 0 else 4 end as status,
             case when clock.now - n * 30000 >= s.began then s.failure_kind when dip then 7 end as kind,
             case when clock.now - n * 30000 >= s.began then s.message when dip then 'The service is unavailable for the moment.' end as message
      from (select story.*, n, ((clock.now / 30000 - n) % 2880) between 240 + iid * 60 and 245 + iid * 60 as dip from story, step, clock) s, clock);

-- Hours of a month. Latencies lie between 128 and 256 ms, a few above: the eighth and the ninth bucket.
delete from integration_health_rollup_hour where iid in (select iid from story);
with recursive hour(start) as (
    select now / 3600000 * 3600000 - 3600000 from clock union all select start - 3600000 from hour where start > (select now from clock) - 30 * 86400000)
insert into integration_health_rollup_hour
select iid, start, 120 - failed - degraded, degraded, failed, (120 - failed - degraded) * 30000, degraded * 30000, failed * 30000, 120 * (170 + iid * 11), 0, (120 - failed) << 48, 0, 0, 0, failed << 48, 0, 0
from (select s.iid, start,
             case when s.status = 1 and start >= s.began then 120 else 0 end as degraded,
             case when s.status = 0 and start >= s.began then 120 when start / 3600000 % 24 = (2 + s.iid / 2) % 24 then 6 else 0 end as failed
      from story s, hour);
delete from integration_health_rollup_provider;
insert into integration_health_rollup_provider
select 60, hour, provider, sum(succeeded), sum(degraded), sum(failed), sum(latency_sum_ms), 0, 0, 0, (sum(succeeded + degraded) * 97 / 100) << 32, sum(succeeded + degraded) * 3 / 100, 0, 0, 0,
       sum(case kind when 0 then n when 1 then n << 32 else 0 end), sum(case kind when 2 then n when 3 then n << 32 else 0 end), sum(case kind when 4 then n when 5 then n << 32 else 0 end), sum(case kind when 6 then n when 7 then n << 32 else 0 end),
       sum(case kind when 8 then n when 9 then n << 32 else 0 end), sum(case kind when 10 then n when 11 then n << 32 else 0 end), sum(case kind when 12 then n when 13 then n << 32 else 0 end), sum(case kind when 14 then n when 15 then n << 32 else 0 end)
from (select h.*, s.provider, h.failed + h.degraded as n, case when hour >= began then s.failure_kind else 7 end as kind
      from integration_health_rollup_hour h join story s using (iid))
group by hour, provider;
delete from integration_health_rollup_day;
delete from integration_health_rollup_month;
update integration_health_progress set at = (select now / 86400000 * 86400000 - 31 * 86400000 from clock) where name = 'days_folded';

-- Since when, in what is known and in what is told.
update integration_health_checks set status_since = (select began from story where story.iid = integration_health_checks.iid),
    failing_since = (select began from story where story.iid = integration_health_checks.iid),
    consecutive_failures = case status when 0 then 100 else consecutive_failures end,
    recent = case status when 0 then -1 when 1 then -6148914691236517206 else 6148914691236517205 end
where status in (0, 1);
update integration_health_checks set status_since = (select now from clock) - 86400000 * (3 + iid), recent = 6148914691236517205 where status not in (0, 1);
update integration_incidents set started_at = (select began from story where story.iid = integration_incidents.iid) where ended_at is null;
update integration_incident_events set at = (select began from story where story.iid = integration_incident_events.iid);
