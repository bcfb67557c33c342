using OptionKey = IntegrationHealth.DependencyInjection.OptionKey<IntegrationHealth.DependencyInjection.IntegrationHealthOptions>;

namespace IntegrationHealth.DependencyInjection;

/// <summary>Every key of <see cref="IntegrationHealthOptions"/>.</summary>
internal static class OptionKeys
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan TenYears = TimeSpan.FromDays(3650);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    public static IReadOnlyList<OptionKey> All { get; } =
    [
        OptionKey.Switch("Enabled", (o, v) => o.Enabled = v),
        OptionKey.Switch("Shadow", (o, v) => o.Shadow = v),
        OptionKey.Duration("Checks:Interval", Second, Day, o => o.Checks.Interval, (o, v) => o.Checks.Interval = v),
        OptionKey.Duration("Checks:Timeout", Millisecond * 10, FiveMinutes, o => o.Checks.Timeout, (o, v) => o.Checks.Timeout = v),
        OptionKey.Number("Checks:MaxConcurrency", 1, 10_000, o => o.Checks.MaxConcurrency, (o, v) => o.Checks.MaxConcurrency = v),
        OptionKey.Number("Checks:FailureThreshold", 1, 100, o => o.Checks.FailureThreshold, (o, v) => o.Checks.FailureThreshold = v),
        OptionKey.Number("Checks:SuccessThreshold", 1, 100, o => o.Checks.SuccessThreshold, (o, v) => o.Checks.SuccessThreshold = v),
        OptionKey.Duration("Checks:ConfirmationDelay", TimeSpan.Zero, Hour, o => o.Checks.ConfirmationDelay, (o, v) => o.Checks.ConfirmationDelay = v),
        OptionKey.Duration("Checks:DegradedLatency", Millisecond, FiveMinutes, o => o.Checks.DegradedLatency, (o, v) => o.Checks.DegradedLatency = v),
        OptionKey.Duration("Checks:MaxBackoff", Second, Day, o => o.Checks.MaxBackoff, (o, v) => o.Checks.MaxBackoff = v),
        OptionKey.Duration("Checks:CredentialExpiryWarning", TimeSpan.Zero, Day * 365, o => o.Checks.CredentialExpiryWarning, (o, v) => o.Checks.CredentialExpiryWarning = v),
        OptionKey.Duration("Checks:Lease", Second, Hour, o => o.Checks.Lease, (o, v) => o.Checks.Lease = v),
        OptionKey.Duration("Cache:Freshness", TimeSpan.Zero, TimeSpan.FromMinutes(1), o => o.Cache.Freshness, (o, v) => o.Cache.Freshness = v),
        OptionKey.Switch("Cache:Warm", (o, v) => o.Cache.Warm = v),
        OptionKey.Duration("Retention:Checks", Hour, TenYears, o => o.Retention.Checks, (o, v) => o.Retention.Checks = v),
        OptionKey.Duration("Retention:Hours", Day, TenYears, o => o.Retention.Hours, (o, v) => o.Retention.Hours = v),
        OptionKey.Duration("Retention:Days", Day, TenYears, o => o.Retention.Days, (o, v) => o.Retention.Days = v),
        OptionKey.Duration("Retention:Months", Day * 31, TenYears * 10, o => o.Retention.Months, (o, v) => o.Retention.Months = v),
        OptionKey.Duration("Retention:Audit", Day, TenYears * 10, o => o.Retention.Audit, (o, v) => o.Retention.Audit = v),
    ];
}
