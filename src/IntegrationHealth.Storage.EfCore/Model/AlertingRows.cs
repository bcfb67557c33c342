using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Storage.Model;

/// <summary>A rule, channel, silence, window or policy as people configured it.</summary>
internal sealed class AlertConfigurationRow
{
    /// <summary>
    /// A fact about the installation whose version grows with every change of any document, so that hosts notice it by reading one number. It
    /// is not listed.
    /// </summary>
    public const string RevisionId = "revision";

    public ConfigurationKind Kind { get; set; }

    public required string Id { get; set; }

    public required string Json { get; set; }

    public string? Secret { get; set; }

    public long Version { get; set; }
}

/// <summary>Which host leads; one row.</summary>
internal sealed class AlertingLeadRow
{
    public const short OnlyId = 1;

    public short Id { get; set; }

    public required string Holder { get; set; }

    public DateTimeOffset Until { get; set; }

    public DateTimeOffset LastTickAt { get; set; }

    public long PausedMs { get; set; }

    public int Epoch { get; set; }
}
