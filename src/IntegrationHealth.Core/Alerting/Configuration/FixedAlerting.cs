using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Alerting.Configuration;

/// <summary>A rule that the host's code names.</summary>
internal sealed record CodeAlertRule(AlertRule Rule);

/// <summary>A channel that the host's code names.</summary>
internal sealed record CodeNotificationChannel(NotificationChannel Channel);

/// <summary>An escalation policy that the host's code names.</summary>
internal sealed record CodeEscalationPolicy(EscalationPolicy Policy);

/// <summary>Rules, channels and policies fixed in code and configuration; whatever is wrong with any of them stops the start, all in one message.</summary>
internal sealed class FixedAlerting(
    IEnumerable<CodeAlertRule> rules, IEnumerable<CodeNotificationChannel> channels, IEnumerable<CodeEscalationPolicy> policies,
    IEnumerable<INotificationChannel> types, IConfiguration? configuration = null)
{
    /// <summary>Sections of the configuration, as <see cref="OptionsReader"/> must know.</summary>
    public static readonly string[] Sections = ["AlertRules", "NotificationChannels", "EscalationPolicies"];

    /// <exception cref="OptionsValidationException">At least one value is not allowed.</exception>
    public FixedDefinitions Read()
    {
        var faults = new List<string>();
        var result = new FixedDefinitions(
            [.. rules.Select(item => item.Rule with { Origin = ConfigurationOrigin.Code }),
                .. Configured("AlertRules", AlertingJson.Default.AlertRule, faults).Select(item => item.Value with { Origin = ConfigurationOrigin.Configuration })],
            [.. channels.Select(item => item.Channel with { Origin = ConfigurationOrigin.Code }),
                .. Configured("NotificationChannels", AlertingJson.Default.NotificationChannel, faults)
                    .Select(item => item.Value with { Origin = ConfigurationOrigin.Configuration, Secret = item.Section["Secret"] })],
            [.. policies.Select(item => item.Policy with { Origin = ConfigurationOrigin.Code }),
                .. Configured("EscalationPolicies", AlertingJson.Default.EscalationPolicy, faults).Select(item => item.Value with { Origin = ConfigurationOrigin.Configuration })]);
        Judge("AlertRules", result.Rules, rule => rule.Id, AlertingLimits.Check, faults);
        Judge("NotificationChannels", result.Channels, channel => channel.Id, channel => ChannelValidation.Check(channel, [.. types]), faults);
        Judge("EscalationPolicies", result.Policies, policy => policy.Id, AlertingLimits.Check, faults);
        return faults.Count == 0
            ? result
            : throw new OptionsValidationException(IntegrationHealthOptions.SectionName, typeof(IntegrationHealthOptions), faults);
    }

    private static void Judge<T>(
        string section, IReadOnlyList<T> items, Func<T, string> idOf, Func<T, IEnumerable<IntegrationValidationError>> check, List<string> faults)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var id = idOf(item);
            faults.AddRange(check(item).Select(error => $"{IntegrationHealthOptions.SectionName}:{section} '{id}', {error.Field}: {error.Message}"));
            if (!known.Add(id))
                faults.Add($"{IntegrationHealthOptions.SectionName}:{section} '{id}', id: it is given twice; each id must be unique.");
        }
    }

    private List<(T Value, IConfigurationSection Section)> Configured<T>(string name, JsonTypeInfo<T> type, List<string> faults)
    {
        var found = new List<(T, IConfigurationSection)>();
        foreach (var section in configuration?.GetSection($"{IntegrationHealthOptions.SectionName}:{name}").GetChildren() ?? [])
        {
            try
            {
                // A secret is no part of the JSON: its value must not come back in a message either.
                var json = (JsonObject)ToJson(section, depth: 0, except: name == "NotificationChannels" ? "Secret" : null);
                found.Add((json.Deserialize(type)!, section));
            }
            catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidCastException)
            {
                faults.Add($"{section.Path}: {exception.Message}");
            }
        }

        return found;
    }

    /// <summary>Configuration holds text alone: keys 0, 1, 2 … make an array, other keys an object; true and false are what they seem.</summary>
    private static JsonNode ToJson(IConfigurationSection section, int depth, string? except)
    {
        IConfigurationSection[] children = [.. section.GetChildren().Where(child => !child.Key.Equals(except, StringComparison.OrdinalIgnoreCase))];
        if (children.Length == 0 && depth > 0)
            return bool.TryParse(section.Value, out var truth) ? JsonValue.Create(truth) : JsonValue.Create(section.Value ?? "");
        if (depth > 0 && children.All(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return new JsonArray([.. children.OrderBy(child => int.Parse(child.Key, CultureInfo.InvariantCulture))
                .Select(child => ToJson(child, depth + 1, null))]);
        }

        var json = new JsonObject();
        foreach (var child in children)
            json[char.ToLowerInvariant(child.Key[0]) + child.Key[1..]] = ToJson(child, depth + 1, null);
        return json;
    }
}

/// <summary>What code and configuration say.</summary>
internal sealed record FixedDefinitions(
    IReadOnlyList<AlertRule> Rules, IReadOnlyList<NotificationChannel> Channels, IReadOnlyList<EscalationPolicy> Policies);
