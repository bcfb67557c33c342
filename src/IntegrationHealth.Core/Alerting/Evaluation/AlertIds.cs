using System.Security.Cryptography;
using System.Text;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>Ids that the same evaluation makes alike, however often it is repeated. Pure.</summary>
internal static class AlertIds
{
    private const char Separator = '\u001f';

    /// <summary>Rule and subject; never the rule's text or thresholds.</summary>
    public static string Fingerprint(string ruleId, string subjectKey) => Hash($"{ruleId}{Separator}{subjectKey}");

    /// <summary>Start in milliseconds, then the fingerprint: sorts by start.</summary>
    public static string Alert(string fingerprint, DateTimeOffset start) =>
        $"{start.ToUnixTimeMilliseconds():x12}{DueTimeSpreader.StableHash(fingerprint):x16}";

    /// <summary>Rule and values of its group labels.</summary>
    public static string Group(AlertRule rule, AlertSubject subject)
    {
        if (rule.GroupBy.Count == 0)
            return $"{rule.Id}/{Hash(subject.Key)}";
        var values = rule.GroupBy.Where(label => label != GroupLabel.Rule).Distinct().Order().Select(label => label switch
        {
            GroupLabel.Provider => $"provider={subject.Provider}",
            GroupLabel.Owner => $"owner={subject.OwnerId}",
            _ => $"integration={subject.Key}",
        }).ToArray();
        return values.Length == 0 ? rule.Id : $"{rule.Id}/{Hash(string.Join(Separator, values))}";
    }

    /// <summary>A group of alerts on one channel.</summary>
    public static string GroupOnChannel(string group, string channelId) => $"{group}@{channelId}";

    /// <summary>A flush that is repeated makes the same id; charset as Standard Webhooks wants it.</summary>
    public static string Notification(string key, long sequence, DateTimeOffset at) =>
        $"ntf_{at.ToUnixTimeMilliseconds():x12}_{Hash($"{key}{Separator}{sequence}")[..24]}";

    /// <summary>Of one digest: of every group that it speaks for, each at its version.</summary>
    public static string Digest(string key, IEnumerable<(string Key, long Version)> groups, DateTimeOffset at) =>
        Notification(string.Join(Separator, groups.Select(group => $"{group.Key}{Separator}{group.Version}").Order(StringComparer.Ordinal).Prepend(key)), 0, at);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
