namespace IntegrationHealth.Alerting.Channels.Teams;

/// <summary>Settings of a <c>teams</c> channel. The address of a workflow is a secret in itself: give it as the channel's secret, or here.</summary>
public sealed class TeamsChannelSettings
{
    /// <summary>Address of the workflow "When a Teams webhook request is received", when it is not the channel's secret.</summary>
    public string? Url { get; set; }
}
