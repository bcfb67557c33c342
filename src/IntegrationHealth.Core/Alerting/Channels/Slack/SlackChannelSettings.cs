namespace IntegrationHealth.Alerting.Channels.Slack;

/// <summary>Settings of a <c>slack</c> channel. The address of an incoming webhook is a secret in itself: give it as the channel's secret, or here.</summary>
public sealed class SlackChannelSettings
{
    /// <summary>Address of the incoming webhook, when it is not the channel's secret.</summary>
    public string? Url { get; set; }
}
