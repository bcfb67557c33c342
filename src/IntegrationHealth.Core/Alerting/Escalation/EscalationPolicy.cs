using System.Text.Json.Serialization;

namespace IntegrationHealth.Alerting.Escalation;

/// <summary>Whom to tell next while nobody acknowledges an alert.</summary>
public sealed record EscalationPolicy
{
    /// <summary>Unique id.</summary>
    public required string Id { get; init; }

    /// <summary>What a person calls it, 1–200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The steps in their order, 1–10.</summary>
    public required IReadOnlyList<EscalationStep> Steps { get; init; }

    /// <summary>How often the steps are gone through again after the first time, 0–5.</summary>
    public int Repeat { get; set; }

    /// <summary>Where it came from.</summary>
    public ConfigurationOrigin Origin { get; set; } = ConfigurationOrigin.Runtime;
}

/// <summary>One step of an escalation.</summary>
public sealed record EscalationStep
{
    /// <summary>Time after the step before, or after the alert fired, 0 – 7 days.</summary>
    [JsonPropertyName("delayMs"), JsonConverter(typeof(MillisecondsConverter))]
    public required TimeSpan Delay { get; init; }

    /// <summary>Channels to tell, at least one.</summary>
    public required IReadOnlyList<string> ChannelIds { get; init; }
}

/// <summary>How far the escalation of one alert has come. Stored with the alert, so that a restart loses nothing.</summary>
/// <param name="PolicyId">The policy.</param>
/// <param name="Round">How often the steps were gone through already.</param>
/// <param name="Step">Index of the next step.</param>
/// <param name="DueAt">When the next step is due.</param>
public sealed record EscalationProgress(string PolicyId, int Round, int Step, DateTimeOffset DueAt);
