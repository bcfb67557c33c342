namespace IntegrationHealth.Mcp.Connecting;

/// <summary>An HTTP answer that was no success, kept whole enough to be diagnosed.</summary>
/// <param name="Response">Status and headers.</param>
/// <param name="Body">The beginning of the body.</param>
/// <param name="HadSession">True when the request belonged to a session.</param>
internal sealed record ReceivedAnswer(HttpResponseMessage Response, ReadOnlyMemory<byte> Body, bool HadSession = false)
{
    /// <summary>True when the server no longer knows the session; some say so with 400.</summary>
    public bool HasLostSession => HadSession && (int)Response.StatusCode is 404 or 400;
}
