using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using IntegrationHealth.Tests.Checks.Http;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Mcp.Hosting;

/// <summary>An MCP server byte for byte, for what the SDK's server does not do: a table of answers by method, and a record of what was asked.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly LocalServer _server;

    private FakeServer(LocalServer server, ConcurrentQueue<FakeRequest> requests) => (_server, Requests) = (server, requests);

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<FakeRequest> Requests { get; }

    public string Endpoint => new Uri(_server.Address, "mcp").ToString();

    public IEnumerable<string> Methods => Requests.Select(request => request.Method);

    /// <param name="answer">Answers one request; <c>{id}</c> in it stands for the id of the request.</param>
    public static async Task<FakeServer> StartAsync(Func<FakeRequest, FakeAnswer> answer)
    {
        var requests = new ConcurrentQueue<FakeRequest>();
        var server = await LocalServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var request = FakeRequest.Read(context.Request, await reader.ReadToEndAsync());
            requests.Enqueue(request);
            var given = answer(request);
            if (given.Hangs)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            context.Response.StatusCode = given.Status;
            context.Response.ContentType = given.ContentType;
            foreach (var (name, value) in given.Headers)
                context.Response.Headers[name] = value;
            if (given.Body.Length > 0)
                await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(given.Body.Replace("{id}", request.Id, StringComparison.Ordinal)));
        });
        return new FakeServer(server, requests);
    }

    /// <summary>The modern era as its specification writes it: no initialize, no ping, metadata on every request.</summary>
    public static FakeAnswer Modern(FakeRequest request) => request.Method switch
    {
        _ when !request.Body.Contains("io.modelcontextprotocol/protocolVersion", StringComparison.Ordinal) =>
            FakeAnswer.Error(-32602, "missing _meta", 400),
        "server/discover" => FakeAnswer.Result(
            """{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"ttlMs":60000,"cacheScope":"public","_meta":{"io.modelcontextprotocol/serverInfo":{"name":"fake","version":"7"}}}"""),
        "tools/list" => FakeAnswer.Result(
            """{"resultType":"complete","tools":[{"name":"search","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true}}],"ttlMs":0,"cacheScope":"public"}"""),
        "tools/call" => FakeAnswer.Result("""{"resultType":"complete","content":[{"type":"text","text":"found"}]}"""),
        _ => FakeAnswer.Error(-32601, "Method not found", 404),
    };

    /// <summary>The legacy era, in the version that the server likes.</summary>
    public static FakeAnswer Legacy(FakeRequest request, string version, FakeAnswer unknown) => request.Method switch
    {
        "initialize" => FakeAnswer.Result($$$"""{"protocolVersion":"{{{version}}}","capabilities":{"tools":{}},"serverInfo":{"name":"old","version":"1"}}"""),
        "ping" => FakeAnswer.Result("{}"),
        "tools/list" => FakeAnswer.Result("""{"tools":[{"name":"search","inputSchema":{"type":"object"}}]}"""),
        _ when request.Id.Length == 0 => new FakeAnswer(202, ""),
        _ => unknown,
    };

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

/// <summary>One request, as far as tests look at it.</summary>
internal sealed record FakeRequest(string Verb, string Path, string Method, string Id, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public static FakeRequest Read(HttpRequest request, string body)
    {
        var json = body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;
        var hasBody = json.ValueKind == JsonValueKind.Object;
        return new FakeRequest(
            request.Method, request.Path, hasBody && json.TryGetProperty("method", out var method) ? method.GetString()! : request.Method,
            hasBody && json.TryGetProperty("id", out var id) ? id.GetRawText() : "", body,
            request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>One answer.</summary>
internal sealed record FakeAnswer(int Status, string Body, string ContentType = "application/json")
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public bool Hangs { get; init; }

    public static FakeAnswer Silence { get; } = new(200, "") { Hangs = true };

    public static FakeAnswer Result(string result) => new(200, $$"""{"jsonrpc":"2.0","id":{id},"result":{{result}}}""");

    public static FakeAnswer Error(int code, string message, int status = 200) =>
        new(status, $$$"""{"jsonrpc":"2.0","id":{id},"error":{"code":{{{code}}},"message":"{{{message}}}"}}""");

    /// <summary>The same as an event stream, with the empty first event that some servers send.</summary>
    public FakeAnswer AsEvents() => this with { Body = $"id: 1\ndata: \n\nevent: message\ndata: {Body}\n\n", ContentType = "text/event-stream" };

    public FakeAnswer With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };
}
