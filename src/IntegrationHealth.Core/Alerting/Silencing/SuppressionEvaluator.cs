using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Alerting.Silencing;

/// <summary>Why an alert is not told now.</summary>
/// <param name="Kind">What holds it back.</param>
/// <param name="By">The silence, window, alert or provider.</param>
/// <param name="Until">When that ends, if it is known.</param>
internal readonly record struct Suppression(SuppressionKind Kind, string By, DateTimeOffset? Until = null)
{
    /// <summary>As the API and the timeline say it, such as <c>silence:maintenance-42</c>.</summary>
    public override string ToString() => By.Length == 0 ? Word : $"{Word}:{By}";

    /// <summary>True for one that is found with the group of a channel, and not with the alert alone.</summary>
    public static bool IsOfOneChannel(string suppression) => suppression.StartsWith(WordOf(SuppressionKind.OtherRule), StringComparison.Ordinal)
        || suppression.StartsWith(WordOf(SuppressionKind.Cooldown), StringComparison.Ordinal);

    private string Word => WordOf(Kind);

    private static string WordOf(SuppressionKind kind) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}

internal enum SuppressionKind
{
    Silence,
    Maintenance,
    Outage,
    SuspectedOutage,
    Shadow,
    Cooldown,
    OtherRule,
}

/// <summary>What is known beyond one alert when it is asked whether it may be told.</summary>
/// <param name="Configured">Silences and windows.</param>
/// <param name="OutageAlerts">Alerts of rules that speak for a provider's outage, by provider: open, or resolved a short while ago.</param>
/// <param name="IsOutageSuspected">Whether a provider seems to be at the beginning of an outage.</param>
/// <param name="SnapshotOf">The state of an integration and its interval; null when it is gone.</param>
/// <param name="Shadow">True when nobody is told anything.</param>
internal sealed record SuppressionContext(
    ConfiguredAlerting Configured, ILookup<string, Alert> OutageAlerts, Func<string, bool> IsOutageSuspected,
    Func<string, (HealthSnapshot Snapshot, TimeSpan Interval)?> SnapshotOf, bool Shadow);

/// <summary>Whether an alert may be told. Computed whenever it is asked, never stored. Pure.</summary>
internal static class SuppressionEvaluator
{
    /// <summary>What holds the alert back, every reason of it; empty when nothing does.</summary>
    public static IReadOnlyList<Suppression> Evaluate(Alert alert, SuppressionContext context, DateTimeOffset now)
    {
        var found = OfPeople(alert, context, now);
        if (OutagesThatExplain(alert, context, now).FirstOrDefault() is { } outage)
            return [.. found, new Suppression(SuppressionKind.Outage, outage.Id)];
        return IsOutageSuspected(alert, context) ? [.. found, new Suppression(SuppressionKind.SuspectedOutage, alert.Provider)] : found;
    }

    /// <summary>What people hold back, on whatever channel: with silences, maintenance windows and shadow mode.</summary>
    public static IReadOnlyList<Suppression> OfPeople(Alert alert, SuppressionContext context, DateTimeOffset now)
    {
        var found = new List<Suppression>();
        if (context.Shadow)
            found.Add(new Suppression(SuppressionKind.Shadow, ""));
        foreach (var (silence, matchers) in context.Configured.CompiledSilences)
        {
            if (silence.IsActiveAt(now) && matchers.Match(alert))
                found.Add(new Suppression(SuppressionKind.Silence, silence.Id, silence.EndsAt));
        }

        foreach (var schedule in context.Configured.Schedules)
        {
            if (schedule.OpenUntil(now) is { } until && schedule.Matchers.Match(alert))
                found.Add(new Suppression(SuppressionKind.Maintenance, schedule.Window.Id, until));
        }

        return found;
    }

    /// <summary>Alerts of an outage that explain the alert: where one of them is heard, it need not be told itself.</summary>
    public static IEnumerable<Alert> OutagesThatExplain(Alert alert, SuppressionContext context, DateTimeOffset now) =>
        alert.IntegrationId is { } id && MayComeOfOutage(alert)
            ? context.OutageAlerts[alert.Provider].Where(outage => outage.IsFiring
                || (outage.ResolvedAt is { } ended && alert.StartedAt <= ended && IsStillSettling(context.SnapshotOf(id), ended, now)))
            : [];

    /// <summary>True while the alert may be one of the first of an outage.</summary>
    public static bool IsOutageSuspected(Alert alert, SuppressionContext context) =>
        alert.IntegrationId is not null && MayComeOfOutage(alert) && context.IsOutageSuspected(alert.Provider);

    private static bool MayComeOfOutage(Alert alert) =>
        alert.FailureKind is { } kind && (FailureDefaults.SpeaksOfVendor(kind) || kind == FailureKind.AuthenticationExpired);

    /// <summary>
    /// After an outage its victims are checked one after another, within an interval. One of them that fails then may be noise: it speaks for itself when
    /// it fails a second time, or when its longest wait is over.
    /// </summary>
    private static bool IsStillSettling((HealthSnapshot Snapshot, TimeSpan Interval)? state, DateTimeOffset ended, DateTimeOffset now) =>
        state is var (snapshot, interval)
        && now < ended + (interval * 13)
        && (snapshot.LastCheckedAt is null || snapshot.LastCheckedAt <= ended + interval || snapshot.Recovering is not null);
}
