namespace IntegrationHealth.Bench.Web;

/// <summary>What a client of the hub says first, in SignalR's JSON protocol: without its library, which would cost more than what is measured.</summary>
internal static class HubMessages
{
    public const string Path = "/api/integrations/health/hub";
    public const string Handshake = "{\"protocol\":\"json\",\"version\":1}\u001e";
    public const string Subscribe = "{\"type\":1,\"target\":\"SubscribeMine\",\"arguments\":[],\"invocationId\":\"1\"}\u001e";

    /// <summary>Stands in the answer to the subscription.</summary>
    public const string Answer = "\"type\":3";

    /// <summary>Stands in the news of a change.</summary>
    public const string Change = "healthChanged";
}
