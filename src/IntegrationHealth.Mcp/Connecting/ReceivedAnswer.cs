namespace IntegrationHealth.Mcp.Connecting;

/// <summary>An HTTP answer that was no success, kept whole enough to be diagnosed.</summary>
/// <param name="Response">Status and headers.</param>
/// <param name="Body">The beginning of the body.</param>
internal sealed record ReceivedAnswer(HttpResponseMessage Response, ReadOnlyMemory<byte> Body);
