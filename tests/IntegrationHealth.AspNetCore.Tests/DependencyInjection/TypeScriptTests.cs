using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHealth.Testing;

namespace IntegrationHealth.Tests.DependencyInjection;

/// <summary>The user interface's types are written by hand; this keeps them those of the contract.</summary>
public sealed partial class TypeScriptTests
{
    /// <summary>What the interface calls otherwise than the contract.</summary>
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["Progress"] = "HealthProgress",
        ["Failure"] = "HealthFailure",
        ["HealthPage"] = "HealthList",
        ["Check"] = "CheckHistoryItem",
        ["Bucket"] = "BucketHistoryItem",
        ["Incident"] = "IncidentItem",
        ["HealthGroup"] = "HealthGroupItem",
        ["Transition"] = "TransitionItem",
        ["Provider"] = "ProviderItem",
        ["ProviderSetting"] = "ProviderSettingItem",
        ["CheckTotals"] = "MetricsTotals",
        ["FailureCount"] = "MetricsFailures",
        ["Metrics"] = "MetricsAnswer",
        ["Outage"] = "OutageItem",
        ["AuditEntry"] = "AuditItem",
        ["Alert"] = "AlertItem",
        ["AlertEvent"] = "AlertStep",
        ["NotificationChannel"] = "NotificationChannelItem",
        ["RuleFault"] = "RuleFaultItem",
        ["Matcher"] = "LabelMatcher",
    };

    /// <summary>Sent back whole by a form: a field that it does not know would be lost.</summary>
    private static readonly string[] Edited = ["AlertRule", "RuleScope", "NotificationChannel", "QuietHours", "EscalationPolicy", "MaintenanceWindow", "Silence", "Matcher"];

    private static readonly string Sources = string.Join('\n',
        new[] { "types", "administration", "alerting", "system" }.Select(name => File.ReadAllText(
            Path.Combine(RepositoryRoot.Path, "src", "IntegrationHealth.Ui", "client", "src", "api", $"{name}.ts"))));

    private static readonly JsonElement Schemas = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "openapi.json"))).RootElement
        .GetProperty("components").GetProperty("schemas");

    [Fact]
    public void EveryInterface_HasFieldsOfItsSchema()
    {
        var interfaces = Interface().Matches(Sources).ToDictionary(found => found.Groups["name"].Value, found => FieldsOf(Field(), found.Groups["body"].Value));
        interfaces.Count.Should().BeGreaterThan(25);

        foreach (var (name, fields) in interfaces)
            SchemaOf(Renamed.GetValueOrDefault(name, name)).Should().Contain(fields, name);
        foreach (var name in Edited)
            interfaces[name].Should().BeEquivalentTo(SchemaOf(Renamed.GetValueOrDefault(name, name)), name);
    }

    [Fact]
    public void EveryCondition_HasTheFieldsOfItsSchema()
    {
        var conditions = Condition().Matches(Sources);
        conditions.Count.Should().Be(Schemas.EnumerateObject().Count(schema => schema.Name.StartsWith("AlertCondition", StringComparison.Ordinal)) - 1);

        foreach (Match found in conditions)
        {
            var type = found.Groups["type"].Value;
            FieldsOf(InlineField(), found.Groups["body"].Value).Prepend("type")
                .Should().BeEquivalentTo(SchemaOf($"AlertCondition{char.ToUpperInvariant(type[0])}{type[1..]}Condition"), type);
        }
    }

    private static string[] SchemaOf(string name)
    {
        Schemas.TryGetProperty(name, out var schema).Should().BeTrue("docs/openapi.json has {0}", name);
        return [.. schema.GetProperty("properties").EnumerateObject().Select(property => property.Name)];
    }

    private static string[] FieldsOf(Regex pattern, string body) => [.. pattern.Matches(body).Select(field => field.Groups["name"].Value)];

    /// <summary>All but generic ones, which are of no schema.</summary>
    [GeneratedRegex(@"^export interface (?<name>\w+)(?: extends [^{]+)? \{(?<body>.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Interface();

    [GeneratedRegex(@"^  '?(?<name>\w+)'?\??:", RegexOptions.Multiline)]
    private static partial Regex Field();

    [GeneratedRegex(@"\| \{ type: '(?<type>\w+)'(?<body>[^}]*)\}")]
    private static partial Regex Condition();

    [GeneratedRegex(@"; (?<name>\w+):")]
    private static partial Regex InlineField();
}
