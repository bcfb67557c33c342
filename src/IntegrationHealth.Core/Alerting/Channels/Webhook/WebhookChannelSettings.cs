namespace IntegrationHealth.Alerting.Channels.Webhook;

/// <summary>Settings of a <c>webhook</c> channel. Its secret signs: one <c>whsec_…</c>, or two with a blank between them while one replaces the other.</summary>
public sealed class WebhookChannelSettings
{
    /// <summary>An absolute http or https address. Of a channel made at run time it passes the outbound guard.</summary>
    public string? Url { get; set; }

    /// <summary><c>standard</c>, the body of Standard Webhooks, or <c>cloudEvents</c>, CloudEvents 1.0 in structured mode. Default <c>standard</c>.</summary>
    public string Format { get; set; } = StandardFormat;

    /// <summary>Headers sent along, up to 32.</summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The <c>source</c> of CloudEvents, a URI reference of up to 500 characters. Default <c>/integration-health</c>.</summary>
    public string Source { get; set; } = "/integration-health";

    internal const string StandardFormat = "standard";

    internal const string CloudEventsFormat = "cloudEvents";
}
