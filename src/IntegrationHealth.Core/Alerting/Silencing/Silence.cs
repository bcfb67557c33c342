namespace IntegrationHealth.Alerting.Silencing;

/// <summary>Holds notifications back for a time. It changes no alert's state.</summary>
public sealed record Silence
{
    /// <summary>Unique id.</summary>
    public required string Id { get; init; }

    /// <summary>What an alert must be like: all of them must match, 1–20.</summary>
    public required IReadOnlyList<LabelMatcher> Matchers { get; init; }

    /// <summary>
    /// True for one that is meant to hold back every alert. Without it, matchers that any alert has are refused: most likely they are a mistake. Default
    /// false.
    /// </summary>
    public bool MatchesAll { get; set; }

    /// <summary>When it begins.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When it ends; at most a year after it begins.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Why, up to 1,000 characters.</summary>
    public string Comment { get; set; } = "";

    /// <summary>Who made it.</summary>
    public string CreatedBy { get; set; } = "";

    /// <summary>True in <c>[StartsAt, EndsAt)</c>.</summary>
    public bool IsActiveAt(DateTimeOffset now) => StartsAt <= now && now < EndsAt;
}
