using IntegrationHealth.Redis.Connections;
using IntegrationHealth.Scheduling;
using StackExchange.Redis;

namespace IntegrationHealth.Redis.Scheduling;

/// <summary>
/// The due queue in Redis: leases that several hosts claim from without a leader. Redis keeps no truth: what it loses, each host adds again from
/// storage.
/// </summary>
internal sealed class RedisCheckQueue(RedisConnection connection, TimeProvider time) : ICheckQueue
{
    /// <summary>Integrations in one call: Redis serves nobody else while a script runs, and Lua takes no more than some thousands of values.</summary>
    private const int MaxInCall = 500;

    private const int MaxClaim = 1_000;

    /// <summary>After an outage everything may be put off: so many, by chance, tell of the wait.</summary>
    private const int MostPutOffLookedAt = 1_000;

    /// <summary>What the answer to a claim begins with, before the claims.</summary>
    private const int ClaimHead = 4;

    /// <summary>
    /// How long a claim that waits in a socket is wanted, as long as StackExchange.Redis waits for its answer by default. A claim that was given up and served later
    /// would lease checks to nobody.
    /// </summary>
    private const long PatienceMs = 5_000;

    private const long Unknown = long.MinValue;

    private readonly RedisKey[] _keys = [.. new[] { "due", "held", "origin", "asked", "token" }.Select(connection.Settings.Key)];

    /// <summary>The generation of Redis' data that this host has added everything to; null before the first time.</summary>
    private string? _generation;

    /// <summary>Redis' clock less this host's, in ms, as its last answer to a claim said.</summary>
    private long _ahead = Unknown;

    public bool IsShared => true;

    public async ValueTask ScheduleAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checks);
        foreach (var chunk in checks.Chunk(MaxInCall))
            await RunAsync(QueueScripts.Schedule, Waits(chunk), cancellationToken);
    }

    public async ValueTask AddAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checks);
        string? generation = null;
        var isWhole = true;
        // Without any integration, too: an empty queue is one that holds everything.
        foreach (var chunk in checks.Count == 0 ? [[]] : checks.Chunk(MaxInCall))
        {
            var now = (string?)await RunAsync(QueueScripts.Add, Waits(chunk), cancellationToken);
            // Data that was lost in between has taken the first chunks with it: the next claim finds another generation, and all is added again.
            isWhole &= generation is null || generation == now;
            generation ??= now;
        }

        if (isWhole)
            Volatile.Write(ref _generation, generation);
    }

    public async ValueTask RemoveAsync(IReadOnlyList<string> integrationIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integrationIds);
        foreach (var chunk in integrationIds.Chunk(MaxInCall))
            await RunAsync(QueueScripts.Remove, [.. chunk.Select(id => (RedisValue)id)], cancellationToken);
    }

    public async ValueTask<CheckClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, MaxClaim);
        var ahead = Volatile.Read(ref _ahead);
        var until = ahead == Unknown ? 0 : time.GetUtcNow().ToUnixTimeMilliseconds() + ahead + PatienceMs;
        var (asked, answer) = await ClaimAsync(max, lease, until, cancellationToken);
        // Redis says that it is too late, and this host waits still: the clocks have moved apart.
        if ((string?)answer[1] == "late")
            (asked, answer) = await ClaimAsync(max, lease, until: 0, cancellationToken);
        var (generation, wait) = ((string?)answer[0], (long)answer[2]);
        var known = Volatile.Read(ref _generation);
        var leases = new CheckLease[(answer.Length - ClaimHead) / 2];
        var token = leases.Length > 0 ? (long)answer[1] : 0;
        for (var i = 0; i < leases.Length; i++)
        {
            var at = ClaimHead + (i * 2);
            leases[i] = new CheckLease((string)answer[at]!, token, asked.AddMilliseconds((long)answer[at + 1]), asked + lease);
        }

        return new CheckClaim(leases, wait < 0 ? null : asked.AddMilliseconds(wait), IsLost: known != generation);
    }

    public async ValueTask SpreadAsync(TimeSpan gap, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gap, TimeSpan.Zero);
        long moved = MaxInCall, all = 0;
        while (moved == MaxInCall)
        {
            moved = (long)await RunAsync(QueueScripts.Spread, [MaxInCall, gap.TotalMilliseconds * all, gap.TotalMilliseconds], cancellationToken);
            all += moved;
        }
    }

    public async ValueTask<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<CheckCompletion> completions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(completions);
        List<string>? lost = null;
        foreach (var chunk in completions.Chunk(MaxInCall))
        {
            var answer = (string[])(await RunAsync(QueueScripts.Complete, Runs(chunk), cancellationToken))!;
            if (answer.Length > 0)
                (lost ??= []).AddRange(answer);
        }

        return lost ?? (IReadOnlyList<string>)[];
    }

    public async ValueTask<CheckQueueDepth> GetDepthAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var answer = (RedisResult[])(await RunAsync(QueueScripts.Depth, [Milliseconds(CheckQueueDepth.UnderWay), MostPutOffLookedAt], cancellationToken))!;
        return new CheckQueueDepth((long)answer[0], (long)answer[1], After(answer[2]), After(answer[3]));

        DateTimeOffset? After(RedisResult wait) => wait.IsNull ? null : now.AddMilliseconds((long)wait);
    }

    private async Task<(DateTimeOffset Asked, RedisResult[] Answer)> ClaimAsync(int max, TimeSpan lease, long until, CancellationToken cancellationToken)
    {
        // Before the call: by this host's clock a lease never ends later than by Redis'.
        var asked = time.GetUtcNow();
        var answer = (RedisResult[])(await RunAsync(QueueScripts.Claim, [max, Milliseconds(lease), until], cancellationToken))!;
        Volatile.Write(ref _ahead, (long)answer[3] - asked.ToUnixTimeMilliseconds());
        return (asked, answer);
    }

    /// <summary>Completions of one claim together, as they mostly are: token and kind are sent once for all of them.</summary>
    private static RedisValue[] Runs(CheckCompletion[] completions)
    {
        Array.Sort(completions, static (one, other) => (one.Lease.Token, one.PutOff).CompareTo((other.Lease.Token, other.PutOff)));
        var values = new List<RedisValue>((completions.Length * 2) + 3);
        for (var first = 0; first < completions.Length;)
        {
            var (token, putOff, next) = (completions[first].Lease.Token, completions[first].PutOff, first + 1);
            while (next < completions.Length && completions[next].Lease.Token == token && completions[next].PutOff == putOff)
                next++;
            values.Add($"{token}:");
            values.Add(putOff ? 1 : 0);
            values.Add(next - first);
            for (; first < next; first++)
            {
                values.Add(completions[first].Lease.IntegrationId);
                values.Add(Milliseconds(completions[first].Wait));
            }
        }

        return [.. values];
    }

    private RedisValue[] Waits(ScheduledCheck[] checks)
    {
        var now = time.GetUtcNow();
        var values = new RedisValue[checks.Length * 2];
        for (var i = 0; i < checks.Length; i++)
        {
            values[i * 2] = checks[i].IntegrationId;
            values[(i * 2) + 1] = Milliseconds(checks[i].DueAt - now);
        }

        return values;
    }

    /// <summary>Rounded down: nothing is due later than asked for.</summary>
    private static long Milliseconds(TimeSpan wait) => (long)Math.Floor(wait.TotalMilliseconds);

    private async Task<RedisResult> RunAsync(string script, RedisValue[] values, CancellationToken cancellationToken)
    {
        var database = await connection.DatabaseAsync(cancellationToken);
        return await database.ScriptEvaluateAsync(script, _keys, values).WaitAsync(cancellationToken);
    }
}
