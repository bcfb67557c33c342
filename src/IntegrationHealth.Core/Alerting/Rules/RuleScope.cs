namespace IntegrationHealth.Alerting.Rules;

/// <summary>Which integrations a rule watches. An empty list asks for nothing; lists that are not empty must all be met.</summary>
public sealed record RuleScope
{
    /// <summary>The integration's provider is one of these.</summary>
    public IReadOnlyList<string> Providers { get; set; } = [];

    /// <summary>Its owner is one of these.</summary>
    public IReadOnlyList<string> OwnerIds { get; set; } = [];

    /// <summary>It carries one of these tags.</summary>
    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>It is one of these.</summary>
    public IReadOnlyList<string> IntegrationIds { get; set; } = [];
}
