using System.Text.Json.Serialization;

namespace IntegrationHealth.Alerting.Rules;

/// <summary>When somebody is to be told, who, and how often. It is not changed once it is in use: an edit makes another one with the same id.</summary>
public sealed record AlertRule
{
    // Members can be set because source-generated JSON gives an init-only member that is absent the default of its type, not its own.

    /// <summary>Unique id: 1–64 characters of <c>A–Z a–z 0–9 _ -</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What a person calls it, 1–200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>False resolves its alerts and makes no new ones.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How much its alerts matter.</summary>
    public AlertSeverity Severity { get; set; } = AlertSeverity.Warning;

    /// <summary>Which integrations it watches; all when empty.</summary>
    public RuleScope Scope { get; set; } = new();

    /// <summary>Whether all conditions must hold, or any.</summary>
    public ConditionMatch Match { get; set; }

    /// <summary>What it watches for: 1–20 conditions. A rule of provider conditions alone makes one alert a provider.</summary>
    public IReadOnlyList<AlertCondition> Conditions { get; set; } = [];

    /// <summary>How long the conditions must hold before the alert fires, 0 – 7 days. A check at its end, or after, must confirm it.</summary>
    [JsonPropertyName("pendingMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan Pending { get; set; }

    /// <summary>How long the conditions must be clear before the alert is resolved, 0 – 7 days.</summary>
    [JsonPropertyName("keepFiringMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan KeepFiring { get; set; }

    /// <summary>Shortest time between the notifications of two alerts of one integration under this rule, 0 – 1 day.</summary>
    [JsonPropertyName("cooldownMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan Cooldown { get; set; }

    /// <summary>Time after which a group that has not changed is told again, 5 min – 30 days; 0 is never. Default 4 h.</summary>
    [JsonPropertyName("repeatIntervalMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan RepeatInterval { get; set; } = TimeSpan.FromHours(4);

    /// <summary>
    /// How long an acknowledgement holds, 5 min – 7 days; 0 is as long as the alert. One that runs out while the alert still fires is told,
    /// and the escalation begins again. Default 0.
    /// </summary>
    [JsonPropertyName("acknowledgeTimeoutMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan AcknowledgeTimeout { get; set; }

    /// <summary>Labels whose alerts share a notification; one notification an alert when empty. Groups never span rules.</summary>
    public IReadOnlyList<GroupLabel> GroupBy { get; set; } = [GroupLabel.Rule];

    /// <summary>How long a new group gathers alerts before its first notification, 0 – 1 h. Default 30 s.</summary>
    [JsonPropertyName("groupWaitMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan GroupWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Shortest time between two notifications of one group, 0 – 1 day. Default 5 min.</summary>
    [JsonPropertyName("groupIntervalMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan GroupInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Channels to tell. When empty, all enabled channels are told, except of a failure of which another rule that names the channel tells it, no less
    /// severely.
    /// </summary>
    public IReadOnlyList<string> ChannelIds { get; set; } = [];

    /// <summary>Whom to tell next while nobody acknowledges; null for nobody.</summary>
    public string? EscalationPolicyId { get; set; }

    /// <summary>True tells the integration's owner too, where the host gives them a channel.</summary>
    public bool NotifyOwner { get; set; }

    /// <summary>False tells nobody that it is over. Default true.</summary>
    public bool SendResolved { get; set; } = true;

    /// <summary>Where it came from, which decides who may change it.</summary>
    public ConfigurationOrigin Origin { get; set; } = ConfigurationOrigin.Runtime;
}

/// <summary>Whether all conditions must hold, or any.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ConditionMatch>))]
public enum ConditionMatch
{
    /// <summary>All must hold.</summary>
    All,

    /// <summary>One is enough.</summary>
    Any,
}

/// <summary>What alerts of one rule may be grouped by.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<GroupLabel>))]
public enum GroupLabel
{
    /// <summary>All alerts of the rule together.</summary>
    Rule,

    /// <summary>One group a provider.</summary>
    Provider,

    /// <summary>One group an owner.</summary>
    Owner,

    /// <summary>One group an integration.</summary>
    Integration,
}
