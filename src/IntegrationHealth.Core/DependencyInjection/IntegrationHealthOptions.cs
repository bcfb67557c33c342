using IntegrationHealth.History;

namespace IntegrationHealth.DependencyInjection;

/// <summary>Settings of the whole, bound from the <c>IntegrationHealth</c> section.</summary>
public sealed class IntegrationHealthOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "IntegrationHealth";

    /// <summary>False switches the whole off: nothing is checked and nothing is mapped. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>True runs checks and records alerts but notifies nobody. Default false. Counts at once when configuration is reloaded.</summary>
    public bool Shadow { get; set; }

    /// <summary>Defaults of all checks.</summary>
    public CheckOptions Checks { get; set; } = new();

    /// <summary>How long results are kept. Counts from the next clean-up when configuration is reloaded.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>What checks may reach. Counts for new connections when configuration is reloaded.</summary>
    public OutboundOptions Outbound { get; set; } = new();

    /// <summary>How long numbers that were read may be shown again.</summary>
    public CacheOptions Cache { get; set; } = new();

    /// <summary>What is set for all integrations of one provider, by its name. Counts at once when configuration is reloaded.</summary>
    public IDictionary<string, ProviderOptions> Providers { get; } = new Dictionary<string, ProviderOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What <see cref="OptionsReader"/> could not read, for <see cref="OptionsValidator"/> to report.</summary>
    internal List<string> ReadFaults { get; } = [];
}

/// <summary>Defaults of all checks: <c>IntegrationHealth:Checks</c>.</summary>
public sealed class CheckOptions
{
    /// <summary>Time between two checks while all is well, 1 s – 24 h. Default 5 min.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest time of one check, 10 ms – 5 min. Default 5 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Checks under way at once, 1–10,000. Default 256.</summary>
    public int MaxConcurrency { get; set; } = 256;

    /// <summary>Failures in a row before a status becomes Unhealthy, 1–100. Default 3. A definitive failure needs one.</summary>
    public int FailureThreshold { get; set; } = 3;

    /// <summary>Successes in a row before a status becomes Healthy again, 1–100. Default 2.</summary>
    public int SuccessThreshold { get; set; } = 2;

    /// <summary>Time to the probe that confirms a change of status, 0 – 1 h; never longer than the interval. Default 10 s.</summary>
    public TimeSpan ConfirmationDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Latency above which a success counts as Degraded, 1 ms – 5 min; off when null. Default off.</summary>
    public TimeSpan? DegradedLatency { get; set; }

    /// <summary>Longest time between two checks of a failing integration, 1 s – 24 h. Default 60 min; never over 12 intervals.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>
    /// Time before the known end of a connection's credential from which a success counts as Degraded, 0 – 365 days; 0 is off. Default 3 days.
    /// </summary>
    public TimeSpan CredentialExpiryWarning { get; set; } = TimeSpan.FromDays(3);

    /// <summary>
    /// How long a claim is held, 1 s – 1 h; at least 2 s longer than <see cref="Timeout"/>. Default 10 s, or 5 s longer than a timeout above 5 s.
    /// </summary>
    public TimeSpan? Lease { get; set; }

    internal TimeSpan EffectiveLease
    {
        get
        {
            var byTimeout = Timeout + TimeSpan.FromSeconds(5);
            var shortest = TimeSpan.FromSeconds(10);
            return Lease ?? (byTimeout > shortest ? byTimeout : shortest);
        }
    }
}

/// <summary>How long results are kept: <c>IntegrationHealth:Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>Single checks, 1 h – 10 years. Default 30 days.</summary>
    public TimeSpan Checks { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Hours and closed incidents, 1 day – 10 years. Default (null) 90 days, 7 days in memory. Older hours live on in their days.</summary>
    public TimeSpan? Hours { get; set; }

    /// <summary>
    /// Days, 1 day – 10 years; never shorter than hours. Default (null) 400 days, 90 days in memory. Older days live on in their months.
    /// </summary>
    public TimeSpan? Days { get; set; }

    /// <summary>Months, 31 days – 100 years; kept for ever when null, the default.</summary>
    public TimeSpan? Months { get; set; }

    /// <summary>The audit log, 1 day – 100 years. Default 400 days.</summary>
    public TimeSpan Audit { get; set; } = TimeSpan.FromDays(400);

    internal HistoryBounds BoundsAt(DateTimeOffset now)
    {
        var (hours, days) = (Hours ?? TimeSpan.FromDays(90), Days ?? TimeSpan.FromDays(400));
        return new(now, now - Checks, now - hours, now - (days > hours ? days : hours), now - Months);
    }
}

/// <summary>How long numbers that were read may be shown again: <c>IntegrationHealth:Cache</c>. In memory storage needs no cache and has none.</summary>
public sealed class CacheOptions
{
    /// <summary>
    /// How far the numbers over all integrations may be behind the last commit, 0 – 1 min; 0 switches the cache off. Default 2 s. What is said of one
    /// integration is never behind.
    /// </summary>
    public TimeSpan Freshness { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>True reads the numbers of the overview in the background once the host has started. Default true.</summary>
    public bool Warm { get; set; } = true;
}

/// <summary>What checks may reach: <c>IntegrationHealth:Outbound</c>.</summary>
public sealed class OutboundOptions
{
    /// <summary>CIDR ranges that run-time integrations may reach in spite of the guard, such as <c>10.1.0.0/16</c>.</summary>
    public IList<string> AllowedNetworks { get; } = [];

    /// <summary>
    /// Base addresses, such as <c>https://graph.microsoft.us</c>, to which run-time integrations may send the host's tokens instead of to the
    /// provider's own address. One inside <see cref="AllowedNetworks"/> needs no entry here.
    /// </summary>
    public IList<string> AllowedBaseAddresses { get; } = [];
}
