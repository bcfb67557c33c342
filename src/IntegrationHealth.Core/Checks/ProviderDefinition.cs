using System.Text.Json.Serialization.Metadata;

namespace IntegrationHealth.Checks;

/// <summary>A kind of service, as the host registers it.</summary>
public sealed class ProviderDefinition
{
    /// <summary>Name as integrations give it: 1–64 characters of <c>a–z 0–9 -</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What people call it, such as <c>Google Calendar</c>.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Type of the settings, and how JSON is read into it.</summary>
    public required JsonTypeInfo SettingsType { get; init; }

    /// <summary>Makes the checker, once for each host.</summary>
    public required Func<IServiceProvider, IIntegrationChecker> CreateChecker { get; init; }

    /// <summary>Checks settings that were read; answers one (field, message) for each value that is not allowed.</summary>
    public Func<object, IEnumerable<Catalog.IntegrationValidationError>>? Validate { get; init; }

    /// <summary>
    /// Checks an integration with its settings, where what is allowed depends on more than the settings, such as its origin; answers as
    /// <see cref="Validate"/> does.
    /// </summary>
    public Func<Catalog.Integration, object, IEnumerable<Catalog.IntegrationValidationError>>? ValidateIntegration { get; init; }

    /// <summary>
    /// True when all its integrations talk to one vendor, so that one circuit breaker and one outage speak for all (Gmail, Slack); false
    /// when each has an address of its own (HTTP, MCP).
    /// </summary>
    public bool SharesOneVendor { get; init; }

    /// <summary>True when checks carry a credential from the host.</summary>
    public bool UsesCredential { get; init; }

    /// <summary>Checks of this provider under way at once, 1–10,000; half of the host's bound when null.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Checks of this provider begun a second, on average, 1–1,000,000; unlimited when null.</summary>
    public int? MaxChecksPerSecond { get; init; }

    /// <summary>
    /// The far end that these settings ask (a host name), by which a lost network is told from lost vendors when no answer comes at all;
    /// null for a local one, or when it is not known. Not asked when null.
    /// </summary>
    public Func<object, string?>? FarEnd { get; init; }

    /// <summary>
    /// False for a checker that is asynchronous to the bottom: it is started on the worker's own thread, which saves a hand-over. True gives
    /// it a thread of the pool, so that one which blocks is let go at its time limit like any other. Default true.
    /// </summary>
    public bool MayBlock { get; init; } = true;

    /// <summary>Default time between two checks; the host's default when null.</summary>
    public TimeSpan? Interval { get; init; }
}
