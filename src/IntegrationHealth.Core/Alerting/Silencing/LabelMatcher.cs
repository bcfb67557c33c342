using System.Text.Json.Serialization;

namespace IntegrationHealth.Alerting.Silencing;

/// <summary>What an alert must be like.</summary>
public sealed record LabelMatcher
{
    /// <summary>The label.</summary>
    public required MatcherLabel Label { get; init; }

    /// <summary>How it is compared.</summary>
    public required MatcherOperator Op { get; init; }

    /// <summary>The value, up to 500 characters; for <c>=~</c> and <c>!~</c> a regular expression that must match the whole value.</summary>
    public required string Value { get; init; }
}

/// <summary>Labels by which alerts are matched.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<MatcherLabel>))]
public enum MatcherLabel
{
    /// <summary>The provider.</summary>
    Provider,

    /// <summary>The owner.</summary>
    OwnerId,

    /// <summary>Any of the tags.</summary>
    Tag,

    /// <summary>The integration.</summary>
    IntegrationId,

    /// <summary>The rule.</summary>
    RuleId,

    /// <summary>The severity.</summary>
    Severity,
}

/// <summary>How a label is compared.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MatcherOperator>))]
public enum MatcherOperator
{
    /// <summary>Is.</summary>
    [JsonStringEnumMemberName("=")]
    Equal,

    /// <summary>Is not.</summary>
    [JsonStringEnumMemberName("!=")]
    NotEqual,

    /// <summary>Matches.</summary>
    [JsonStringEnumMemberName("=~")]
    Matches,

    /// <summary>Does not match.</summary>
    [JsonStringEnumMemberName("!~")]
    NotMatches,
}
