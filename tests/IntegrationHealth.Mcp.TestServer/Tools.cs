using System.Globalization;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace IntegrationHealth.Mcp.TestServer;

/// <summary>
/// The server's tools: names of <c>--tools</c>, or of the file that <c>--tools @file</c> names, read for each list. A name that ends with
/// <c>!</c> is not read-only, one that ends with <c>~</c> takes other arguments than the others.
/// </summary>
internal sealed class Tools(Switches switches)
{
    private static readonly JsonElement Schema =
        JsonDocument.Parse("""{"type":"object","properties":{"query":{"type":"string","description":"What to look for"}},"required":["query"]}""").RootElement;

    private static readonly JsonElement OtherSchema =
        JsonDocument.Parse("""{"type":"object","properties":{"filter":{"type":"string"}},"required":["filter"]}""").RootElement;

    public async ValueTask<ListToolsResult> ListAsync(RequestContext<ListToolsRequestParams> request, CancellationToken cancellationToken)
    {
        if (switches.Number("exit-on-list") is { } code)
        {
            Console.Error.WriteLine("the server met a fault in tools/list");
            Environment.Exit(code);
        }

        if (switches.Has("slow"))
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        var all = All();
        var size = switches.Number("page") ?? all.Count;
        var start = request.Params?.Cursor is { } cursor ? int.Parse(cursor, CultureInfo.InvariantCulture) : 0;
        var next = start + size;
        return new ListToolsResult
        {
            Tools = [.. all.Skip(start).Take(size)],
            NextCursor = switches.Has("endless") ? next.ToString(CultureInfo.InvariantCulture)
                : next < all.Count ? next.ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    public ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken) => new(new CallToolResult
    {
        IsError = switches.Text("tool-error") is not null,
        Content = [new TextContentBlock { Text = switches.Text("tool-error") ?? switches.Text("tool-text") ?? $"called {request.Params?.Name}" }],
    });

    private List<Tool> All()
    {
        var text = switches.Text("tools") ?? "search,send!";
        if (text.StartsWith('@'))
            text = File.ReadAllText(text[1..]);
        return [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Create)];
    }

    private Tool Create(string name) => new()
    {
        Name = name.TrimEnd('!', '~'),
        Description = new string('x', switches.Number("description") ?? 10),
        InputSchema = name.EndsWith('~') ? OtherSchema : Schema,
        Annotations = new ToolAnnotations { ReadOnlyHint = name.EndsWith('!') ? null : true },
    };
}
