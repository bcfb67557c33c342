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
public readonly record struct AlertPosition(DateTimeOffset StartedAt, string Id);
