namespace IntegrationHealth.Sample.Simulator;

/// <summary>An MCP server of the 2026-07-28 era with the Gmail tools of a hosting provider: no initialize, no ping.</summary>
internal static class McpApi
{
    private const string ContentType = "application/json";

    private const string Discovered = """
        {"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"ttlMs":60000,"cacheScope":"public","_meta":{"io.modelcontextprotocol/serverInfo":{"name":"simulated-gmail","version":"1.0"}}}
        """;

    private const string Tools = """
        {"resultType":"complete","tools":[{"name":"GMAIL_GET_PROFILE","description":"The connected mailbox","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true}},{"name":"GMAIL_FETCH_EMAILS","description":"Reads mail","inputSchema":{"type":"object","properties":{"query":{"type":"string"}}},"annotations":{"readOnlyHint":true}},{"name":"GMAIL_SEND_EMAIL","description":"Sends mail","inputSchema":{"type":"object","properties":{"to":{"type":"string"},"body":{"type":"string"}},"required":["to"]}}],"ttlMs":60000,"cacheScope":"public"}
        """;

    public static SimulatedAnswer Answer(SimulatedToken token, McpRequest request) => token.Persona switch
    {
        Persona.Expired or Persona.Revoked => new SimulatedAnswer(401, ContentType, "").With("WWW-Authenticate", "Bearer error=\"invalid_token\""),
        Persona.InsufficientScope => new SimulatedAnswer(403, ContentType, "")
            .With("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"mail.read\""),
        Persona.RateLimited => new SimulatedAnswer(429, ContentType, "").With("Retry-After", "30"),
        Persona.Outage => new SimulatedAnswer(503, ContentType, ""),
        _ => Answer(request, token.Account),
    };

    private static SimulatedAnswer Answer(McpRequest request, string account) => request.Method switch
    {
        "server/discover" => Result(request, Discovered),
        "tools/list" => Result(request, Tools),
        "tools/call" => Result(request, $$"""{"resultType":"complete","content":[{"type":"text","text":"{\"emailAddress\":\"{{account}}@example.com\"}"}]}"""),
        _ => new SimulatedAnswer(404, ContentType, $$$"""{"jsonrpc":"2.0","id":{{{request.Id}}},"error":{"code":-32601,"message":"Method not found"}}"""),
    };

    private static SimulatedAnswer Result(McpRequest request, string result) =>
        new(200, ContentType, $$"""{"jsonrpc":"2.0","id":{{request.Id}},"result":{{result.Trim()}}}""");
}
