using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Catalog;

/// <summary>An integration as this host works with it: definition, parsed settings and checker, with the state that outlives its definition.</summary>
internal sealed class MonitoredIntegration(Integration integration, Provider provider, object settings, StatusPolicy policy, MonitoredState state)
{
    private volatile object? _covering;

    public Integration Integration => integration;

    public Provider Provider => provider;

    public object Settings => settings;

    public StatusPolicy Policy => policy;

    /// <summary>The host name that its settings ask; null for a local one, or when it is not known.</summary>
    public string? FarEnd => provider.Definition.FarEnd?.Invoke(settings);

    /// <summary>The alert rules that watch it, as alerting last found them, which alone knows their kind: nothing here knows what comes after it.</summary>
    public object? Covering
    {
        get => _covering;
        set => _covering = value;
    }

    /// <summary>Shared with the definitions before and after this one: a check under way does not notice that its definition was replaced.</summary>
    public MonitoredState State => state;

    /// <inheritdoc cref="MonitoredState.Snapshot" />
    public HealthSnapshot Snapshot
    {
        get => state.Snapshot;
        set => state.Snapshot = value;
    }

    /// <summary>
    /// Until its next check; null where that has passed, or lies further ahead than its policy plans one: then it was planned under a longer interval, or by a clock that was wrong.
    /// </summary>
    public TimeSpan? PlannedWait(DateTimeOffset now) => Snapshot.NextCheckAt > now ? PlannedWaitFrom(PlannedFrom(Snapshot, now)) : null;

    /// <summary>As above, of a plan that was made at a known moment.</summary>
    public TimeSpan? PlannedWaitFrom(DateTimeOffset from)
    {
        var snapshot = Snapshot;
        if (snapshot.NextCheckAt is not { } next)
            return null;
        var wait = next - from;
        return wait > TimeSpan.Zero && wait <= (snapshot.RetryAt >= next ? StatusPolicy.MaxRetryAfter : policy.LongestWait) ? wait : null;
    }

    /// <summary>How much is left of the wait that its provider asked for; zero or less when nothing is, at most a day.</summary>
    public TimeSpan RetryWait(DateTimeOffset now)
    {
        var snapshot = Snapshot;
        var wait = snapshot.RetryAt is { } retryAt ? retryAt - PlannedFrom(snapshot, now) : TimeSpan.Zero;
        return wait < StatusPolicy.MaxRetryAfter ? wait : StatusPolicy.MaxRetryAfter;
    }

    /// <inheritdoc cref="MonitoredState.Orphan" />
    public Task? Orphan
    {
        get => state.Orphan;
        set => state.Orphan = value;
    }

    /// <inheritdoc cref="MonitoredState.Checking" />
    public bool Checking
    {
        get => state.Checking;
        set => state.Checking = value;
    }

    /// <summary>Of a check that a clock ahead of this one made, what was meant is the wait after it.</summary>
    private static DateTimeOffset PlannedFrom(HealthSnapshot snapshot, DateTimeOffset now) => snapshot.LastCheckedAt is { } last && last > now ? last : now;
}

/// <summary>What changes while an integration is watched.</summary>
internal sealed class MonitoredState(HealthSnapshot snapshot)
{
    private volatile HealthSnapshot _snapshot = snapshot;
    private volatile Task? _orphan;
    private volatile bool _checking;
    private volatile bool _behind;
    private volatile HeardStatus? _heard;
    private volatile MonitoredIntegration? _present;
    private volatile bool _changing;
    private volatile bool _plannedAnew;

    /// <summary>The definition in force, set by the registry; null once the integration is gone, or its id stands for another.</summary>
    public MonitoredIntegration? Present
    {
        get => _present;
        set => _present = value;
    }

    /// <summary>The last committed state; replaced by the result writer alone.</summary>
    public HealthSnapshot Snapshot
    {
        get => _snapshot;
        set => _snapshot = value;
    }

    /// <summary>A check that did not end with its time limit; no other begins before it does.</summary>
    public Task? Orphan
    {
        get => _orphan;
        set => _orphan = value;
    }

    /// <summary>True while this host runs its check or commits the result.</summary>
    public bool Checking
    {
        get => _checking;
        set => _checking = value;
    }

    /// <summary>True while its definition is changed or removed in storage; after a change that failed it stays so, as nobody knows how far it came.</summary>
    public bool IsChanging
    {
        get => _changing;
        set => _changing = value;
    }

    /// <summary>True while its snapshot was planned anew at the start, for another connection, and not yet committed.</summary>
    public bool IsPlannedAnew
    {
        get => _plannedAnew;
        set => _plannedAnew = value;
    }

    /// <summary>The last batch of the result writer that took a write of it; the writer alone looks at it.</summary>
    public long Batch { get; set; }

    /// <summary>True once another host has committed a newer state: it is read before the next check here.</summary>
    public bool Behind
    {
        get => _behind;
        set => _behind = value;
    }

    /// <summary>The newest state that another host is known to have committed; null when none was heard of.</summary>
    public HeardStatus? Heard
    {
        get => _heard;
        set => _heard = value;
    }

    /// <summary>The highest version that is known here.</summary>
    public long NewestVersion => Math.Max(_snapshot.Version, _heard?.Version ?? 0);
}

/// <summary>What another host told of a state that it committed.</summary>
/// <param name="Version">Version of the state.</param>
/// <param name="Status">Its status.</param>
/// <param name="At">When it was heard of.</param>
internal sealed record HeardStatus(long Version, IntegrationStatus Status, DateTimeOffset At);
