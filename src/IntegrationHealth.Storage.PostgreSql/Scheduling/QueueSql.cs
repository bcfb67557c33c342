using IntegrationHealth.Storage.PostgreSql.Connections;

namespace IntegrationHealth.Storage.PostgreSql.Scheduling;

/// <summary>
/// The queue's statements. All times are the server's; hosts send waits in milliseconds and get waits back. A claim changes no indexed column, so
/// the row stays on its page; a row that another host is claiming is passed over.
/// </summary>
internal sealed class QueueSql(PostgreSqlTables tables)
{
    private const string Wait = "* interval '1 millisecond'";

    /// <summary>$1 ids, $2 waits.</summary>
    public string Schedule { get; } = $"""
        insert into {tables.Queue} as q (id, next_check_at)
        select distinct on (id) id, now() + wait {Wait} from unnest($1::text[], $2::bigint[]) as u(id, wait) order by id, wait
        on conflict (id) do update set
            next_check_at = case when q.lease_until is null then excluded.next_check_at else q.next_check_at end,
            waiting_since = case when q.lease_until is null then null else q.waiting_since end,
            asked_at = case when q.lease_until is null then null else least(q.asked_at, excluded.next_check_at) end
        """;

    /// <summary>$1 ids, $2 waits.</summary>
    public string Add { get; } = $"""
        insert into {tables.Queue} (id, next_check_at)
        select distinct on (id) id, now() + wait {Wait} from unnest($1::text[], $2::bigint[]) as u(id, wait) order by id, wait
        on conflict (id) do nothing
        """;

    /// <summary>$1 ids.</summary>
    public string Remove { get; } = $"delete from {tables.Queue} where id = any($1)";

    /// <summary>$1 gap. An update of rows that a host is just claiming passes them over.</summary>
    public string Spread { get; } = $"""
        with late as (
            select id from {tables.Queue} where next_check_at <= now() and (lease_until is null or lease_until <= now())
            order by next_check_at for update skip locked),
        turn as (select l.id, row_number() over (order by q.next_check_at, q.id) as n from late l join {tables.Queue} q using (id))
        update {tables.Queue} as q set
            waiting_since = coalesce(q.waiting_since, q.next_check_at), next_check_at = now() + ((turn.n - 1) * $1) * interval '1 millisecond', lease_until = null
        from turn where q.id = turn.id
        """;

    /// <summary>$1 most claims, $2 lease. Answers id, token, wait since it was due (negative).</summary>
    public string Claim { get; } = $"""
        with due as (
            select id, coalesce(waiting_since, next_check_at) as since from {tables.Queue}
            where next_check_at <= now() and (lease_until is null or lease_until <= now())
            order by next_check_at limit $1 for update skip locked)
        update {tables.Queue} as q set lease_until = now() + $2 {Wait}, lease_token = q.lease_token + 1
        from due where q.id = due.id
        returning q.id, q.lease_token, (extract(epoch from due.since - now()) * 1000)::bigint
        """;

    /// <summary>Wait to the next that is free.</summary>
    public string Next { get; } = $"""
        select (extract(epoch from next_check_at - now()) * 1000)::bigint from {tables.Queue}
        where lease_until is null order by next_check_at limit 1
        """;

    /// <summary>$1 ids, $2 tokens, $3 waits, $4 whether put off. Answers the ids whose lease was held.</summary>
    public string Complete { get; } = $"""
        update {tables.Queue} as q set
            waiting_since = case when u.put_off then coalesce(q.waiting_since, q.next_check_at) end,
            next_check_at = least(now() + u.wait {Wait}, q.asked_at), asked_at = null, lease_until = null
        from unnest($1::text[], $2::bigint[], $3::bigint[], $4::boolean[]) as u(id, token, wait, put_off)
        where q.id = u.id and q.lease_token = u.token and q.lease_until is not null
        returning q.id
        """;

    /// <summary>
    /// $1 how long what is under a live lease does not count as overdue. Answers how many are held, how many are under a live lease, the wait to the first that can be
    /// claimed, and the negative wait of the longest overdue: one pass over the narrow table, which the count needs anyway.
    /// </summary>
    public string Depth { get; } = $"""
        select count(*), count(*) filter (where lease_until > now()),
            (extract(epoch from min(greatest(next_check_at, lease_until)) - now()) * 1000)::bigint,
            (extract(epoch from min(coalesce(waiting_since, next_check_at)) filter (
                where coalesce(waiting_since, next_check_at) <= case when lease_until > now() then now() - $1 {Wait} else now() end) - now()) * 1000)::bigint
        from {tables.Queue}
        """;
}
