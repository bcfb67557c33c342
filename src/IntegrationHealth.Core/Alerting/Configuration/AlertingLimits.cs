using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Silencing;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Alerting.Configuration;

/// <summary>What everything configured must keep to. Answers one (field, message) for each value that is not allowed. Pure.</summary>
internal static class AlertingLimits
{
    private const int MaxName = 200;
    private const int MaxList = 200;
    private const int MaxText = 1_000;

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public static IEnumerable<IntegrationValidationError> Check(AlertRule rule) =>
    [
        .. Name("id", rule.Id, 64), .. IdPattern("id", rule.Id), .. Name("name", rule.Name, MaxName),
        .. Count("conditions", rule.Conditions.Count, 1, 20),
        .. NoNulls("conditions", rule.Conditions),
        .. rule.Conditions.SelectMany((condition, index) => Check($"conditions[{index}]", condition)),
        .. List("scope.providers", rule.Scope.Providers), .. List("scope.ownerIds", rule.Scope.OwnerIds),
        .. List("scope.tags", rule.Scope.Tags), .. List("scope.integrationIds", rule.Scope.IntegrationIds),
        .. ScopeOfProviders(rule), .. List("channelIds", rule.ChannelIds),
        .. Time("pendingMs", rule.Pending, TimeSpan.Zero, Week), .. Time("keepFiringMs", rule.KeepFiring, TimeSpan.Zero, Week),
        .. Time("cooldownMs", rule.Cooldown, TimeSpan.Zero, TimeSpan.FromDays(1)),
        .. rule.RepeatInterval == TimeSpan.Zero ? [] : Time("repeatIntervalMs", rule.RepeatInterval, TimeSpan.FromMinutes(5), TimeSpan.FromDays(30)),
        .. rule.AcknowledgeTimeout == TimeSpan.Zero ? [] : Time("acknowledgeTimeoutMs", rule.AcknowledgeTimeout, TimeSpan.FromMinutes(5), Week),
        .. Time("groupWaitMs", rule.GroupWait, TimeSpan.Zero, TimeSpan.FromHours(1)),
        .. Time("groupIntervalMs", rule.GroupInterval, TimeSpan.Zero, TimeSpan.FromDays(1)),
    ];

    public static IEnumerable<IntegrationValidationError> Check(NotificationChannel channel) =>
    [
        .. Name("id", channel.Id, 64), .. IdPattern("id", channel.Id), .. Name("name", channel.Name, MaxName),
        .. channel.Digest is { } digest ? Cron("digest", digest) : [], .. Zone("timeZone", channel.TimeZone),
        .. channel.MaxPerMinute is { } rate ? Number("maxPerMinute", rate, 1, 6_000) : [],
        .. channel.Settings.ValueKind == JsonValueKind.Object ? Fine : [new("settings", "settings must be a JSON object.")],
        .. channel.QuietHours is { } quiet && quiet.From == quiet.To
            ? [new("quietHours", "quietHours begins and ends at the same time, which is never or always; leave it out, or switch the channel off.")]
            : Fine,
        .. channel.Templates.Where(template => template.Value is null).Select(template => new IntegrationValidationError(
            $"templates.{template.Key}", $"templates.{template.Key} may not be null; leave it out for the built-in text.")),
        .. channel.Templates.Where(template => template.Value?.Length > 20_000).Select(template => new IntegrationValidationError(
            $"templates.{template.Key}", $"The template has {template.Value.Length} characters; at most 20,000 are allowed.")),
    ];

    public static IEnumerable<IntegrationValidationError> Check(Silence silence, DateTimeOffset now) =>
    [
        .. Name("id", silence.Id, 64), .. IdPattern("id", silence.Id),
        .. Count("matchers", silence.Matchers.Count, 1, 20), .. Matchers(silence.Matchers), .. silence.MatchesAll ? [] : Everything(silence.Matchers),
        .. silence.EndsAt <= now ? [new("endsAt", $"endsAt {silence.EndsAt:O} has passed; a silence must end in the future.")] : Fine,
        .. silence.EndsAt <= silence.StartsAt ? [new("endsAt", "endsAt must be after startsAt.")] : Fine,
        .. silence.EndsAt - silence.StartsAt > TimeSpan.FromDays(366) ? [new("endsAt", "A silence may last a year at most.")] : Fine,
        .. silence.Comment.Length > MaxText ? [new("comment", $"comment has {silence.Comment.Length} characters; at most {MaxText} are allowed.")] : Fine,
    ];

    public static IEnumerable<IntegrationValidationError> Check(MaintenanceWindow window) =>
    [
        .. Name("id", window.Id, 64), .. IdPattern("id", window.Id), .. Name("name", window.Name, MaxName), .. Cron("cron", window.Cron), .. Zone("timeZone", window.TimeZone),
        .. Time("durationMs", window.Duration, TimeSpan.FromMinutes(1), Week),
        .. Count("matchers", window.Matchers.Count, 0, 20), .. Matchers(window.Matchers),
    ];

    public static IEnumerable<IntegrationValidationError> Check(EscalationPolicy policy) =>
    [
        .. Name("id", policy.Id, 64), .. IdPattern("id", policy.Id), .. Name("name", policy.Name, MaxName),
        .. Count("steps", policy.Steps.Count, 1, 10), .. Number("repeat", policy.Repeat, 0, 5),
        .. NoNulls("steps", policy.Steps),
        .. policy.Steps.SelectMany((step, index) => step is null ? Fine :
        [
            .. Time($"steps[{index}].delayMs", step.Delay, TimeSpan.Zero, Week),
            .. Count($"steps[{index}].channelIds", step.ChannelIds.Count, 1, 20), .. List($"steps[{index}].channelIds", step.ChannelIds),
        ]),
    ];

    private static IEnumerable<IntegrationValidationError> Fine => [];

    private static IEnumerable<IntegrationValidationError> Check(string field, AlertCondition condition) => condition switch
    {
        ConsecutiveFailuresCondition failures => Number($"{field}.threshold", failures.Threshold, 1, 1_000),
        ErrorRateCondition rate =>
        [
            .. Percent($"{field}.thresholdPercent", rate.ThresholdPercent), .. Number($"{field}.minimumChecks", rate.MinimumChecks, 1, 500),
            .. Time($"{field}.windowMs", rate.Window, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        ],
        LatencyCondition latency =>
        [
            .. Number($"{field}.thresholdMs", latency.ThresholdMs, 1, 600_000), .. Number($"{field}.minimumChecks", latency.MinimumChecks, 1, 500),
            .. latency.Percentile is { } percentile ? Percent($"{field}.percentile", percentile) : [],
            .. Time($"{field}.windowMs", latency.Window, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        ],
        StatusCondition status => Time($"{field}.forMs", status.For, TimeSpan.Zero, TimeSpan.FromDays(30)),
        FailureKindCondition kinds => Count($"{field}.kinds", kinds.Kinds.Count, 1, 50),
        CredentialExpiryCondition expiry => Time($"{field}.withinMs", expiry.Within, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365)),
        NoDataCondition silence => Number($"{field}.intervals", silence.Intervals, 1, 100),
        ProviderErrorRateCondition rate =>
        [
            .. Percent($"{field}.thresholdPercent", rate.ThresholdPercent), .. Number($"{field}.minimumChecks", rate.MinimumChecks, 1, 100_000),
            .. Time($"{field}.windowMs", rate.Window, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)),
        ],
        _ => [],
    };

    private static IEnumerable<IntegrationValidationError> Matchers(IReadOnlyList<LabelMatcher> matchers)
    {
        for (var i = 0; i < matchers.Count; i++)
        {
            if (matchers[i] is not { } matcher)
                yield return Null($"matchers[{i}]");
            else if (matcher.Value.Length is 0 or > 500)
                yield return new($"matchers[{i}].value", $"value has {matcher.Value.Length} characters; 1–500 are allowed.");
            else if (PatternFault(matcher) is { } fault)
                yield return new($"matchers[{i}].value", $"'{matcher.Value}' is not a regular expression that can be used here: {fault}");
        }
    }

    /// <summary>A rule of provider conditions alone makes one alert for a provider, which has no owner, no tags and no integration.</summary>
    private static IEnumerable<IntegrationValidationError> ScopeOfProviders(AlertRule rule)
    {
        if (rule.Conditions.Count == 0 || !rule.Conditions.All(condition => condition is ProviderErrorRateCondition or ProviderOutageCondition))
            yield break;
        foreach (var (field, values) in ((string, IReadOnlyList<string>)[])
            [("scope.ownerIds", rule.Scope.OwnerIds), ("scope.tags", rule.Scope.Tags), ("scope.integrationIds", rule.Scope.IntegrationIds)])
        {
            if (values.Count > 0)
                yield return new(field, $"{field} has no meaning for a rule that watches whole providers; narrow it by scope.providers.");
        }
    }

    /// <summary>What matches an alert without any label, or with any, matches whatever comes: most likely a mistake, and nobody would hear of anything.</summary>
    private static IEnumerable<IntegrationValidationError> Everything(IReadOnlyList<LabelMatcher> matchers)
    {
        if (matchers.Count == 0 || matchers.Any(matcher => matcher is null || PatternFault(matcher) is not null) || !CompiledMatchers.AskForNothing(matchers))
            yield break;
        yield return new("matchers", "These matchers ask for nothing: at least one must name what an alert is, and not only what it is not, or anything. To hold back every alert on purpose, set matchesAll to true.");
    }

    private static IEnumerable<IntegrationValidationError> NoNulls<T>(string field, IReadOnlyList<T?> items)
        where T : class =>
        items.Select((item, index) => (item, index)).Where(found => found.item is null).Select(found => Null($"{field}[{found.index}]"));

    private static IntegrationValidationError Null(string field) => new(field, $"{field} may not be null.");

    private static string? PatternFault(LabelMatcher matcher)
    {
        try
        {
            CompiledMatchers.PatternOf(matcher);
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return exception.Message;
        }
    }

    private static IEnumerable<IntegrationValidationError> Cron(string field, string text)
    {
        string? fault = null;
        try
        {
            MaintenanceSchedule.ParseCron(text);
        }
        catch (Cronos.CronFormatException exception)
        {
            fault = exception.Message;
        }

        if (fault is not null)
            yield return new(field, $"'{Visible(text)}' is not a cron expression of five fields, or six with seconds: {Visible(fault)}");
    }

    /// <summary>What the parser says repeats what it read, and ends it with the NUL that it stops at.</summary>
    private static string Visible(string text) =>
        string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Replace("'\\u0000'", "its end", StringComparison.Ordinal);

    private static IEnumerable<IntegrationValidationError> Zone(string field, string zone)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            yield return new(field, $"'{zone}' is not a time zone known here; write its IANA name, such as Europe/Berlin.");
    }

    private static IEnumerable<IntegrationValidationError> Name(string field, string value, int max)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Length > max || value.Any(char.IsControl))
            yield return new(field, $"{field} '{value}' is not allowed: 1–{max} characters, none a control character.");
    }

    private static IEnumerable<IntegrationValidationError> IdPattern(string field, string value)
    {
        if (value.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-')))
            yield return new(field, $"{field} '{value}' is not allowed: only A–Z a–z 0–9 _ - and no other.");
    }

    private static IEnumerable<IntegrationValidationError> List(string field, IReadOnlyList<string> values)
    {
        if (values.Count > MaxList)
            yield return new(field, $"{field} has {values.Count} entries; at most {MaxList} are allowed.");
        for (var i = 0; i < values.Count; i++)
        {
            if (string.IsNullOrEmpty(values[i]) || values[i].Length > 128)
                yield return new($"{field}[{i}]", $"'{values[i]}' is not allowed: 1–128 characters.");
        }
    }

    private static IEnumerable<IntegrationValidationError> Count(string field, int count, int minimum, int maximum)
    {
        if (count < minimum || count > maximum)
            yield return new(field, $"{field} has {count} entries; {minimum}–{maximum} are allowed.");
    }

    private static IEnumerable<IntegrationValidationError> Number(string field, int value, int minimum, int maximum)
    {
        if (value < minimum || value > maximum)
            yield return new(field, string.Create(CultureInfo.InvariantCulture, $"{field} {value} is not allowed: {minimum:N0}–{maximum:N0}."));
    }

    private static IEnumerable<IntegrationValidationError> Percent(string field, double value)
    {
        if (!(value > 0 && value <= 100))
            yield return new(field, string.Create(CultureInfo.InvariantCulture, $"{field} {value} is not allowed: over 0 and up to 100."));
    }

    private static IEnumerable<IntegrationValidationError> Time(string field, TimeSpan value, TimeSpan minimum, TimeSpan maximum)
    {
        if (value < minimum || value > maximum)
        {
            yield return new(field, string.Create(CultureInfo.InvariantCulture,
                $"{field} {value.TotalMilliseconds:0} is not allowed: {minimum.TotalMilliseconds:0} ({minimum:c}) to {maximum.TotalMilliseconds:0} ({maximum:c}) milliseconds."));
        }
    }
}
