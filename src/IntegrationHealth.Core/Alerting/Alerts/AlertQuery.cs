namespace IntegrationHealth.Alerting.Alerts;

/// <summary>Which alerts to list, newest first. Pending ones are listed only where <see cref="States"/> names them.</summary>
public sealed record AlertQuery
{
    /// <summary>States; all that have fired when empty.</summary>
    public IReadOnlyList<AlertState> States { get; init; } = [];

    /// <summary>Severities; all when empty.</summary>
    public IReadOnlyList<AlertSeverity> Severities { get; init; } = [];

    /// <summary>Providers; all when empty.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Integrations; all when empty.</summary>
    public IReadOnlyList<string> IntegrationIds { get; init; } = [];

    /// <summary>Rules; all when empty.</summary>
    public IReadOnlyList<string> RuleIds { get; init; } = [];

    /// <summary>
    /// Only those that hold this text in their message, their integration's id or name, their rule's id or name, or their provider, ignoring the
    /// case of A–Z; up to 100 characters. All when null or empty.
    /// </summary>
    public string? Search { get; init; }

    /// <summary>Only those that had not ended at this time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those that began before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only those after this place in the list.</summary>
    public AlertPosition? After { get; init; }

    /// <summary>How many at most, 1–201.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>A place in a list of alerts: start, then id, descending.</summary>
/// <param name="StartedAt">Start; what is less than a millisecond counts for nothing, as tables keep no more.</param>
/// <param name="Id">Id, for alerts that began in the same millisecond.</param>
public readonly record struct AlertPosition(DateTimeOffset StartedAt, string Id)
{
    /// <summary>The start as lists are ordered by it: whole milliseconds, UTC.</summary>
    public DateTimeOffset OrderedStart => new(StartedAt.UtcTicks - (StartedAt.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    /// <summary>Where an alert stands.</summary>
    public static AlertPosition Of(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return new(alert.StartedAt, alert.Id);
    }

    /// <summary>True when this comes after <paramref name="other"/> in the list, so is older.</summary>
    internal bool IsAfter(AlertPosition other) => OrderedStart < other.OrderedStart
        || (OrderedStart == other.OrderedStart && string.CompareOrdinal(Id, other.Id) < 0);
}
