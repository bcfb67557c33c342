using IntegrationHealth.Mcp.Connecting;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace IntegrationHealth.Mcp.Tools;

/// <summary>Reads the tools of a server, page by page, with an end even where the server has none.</summary>
internal static class ToolCatalog
{
    private const int MostPages = 50;
    private const int MostTools = 2_000;

    /// <summary>The tools by name; of two with one name the first counts.</summary>
    public static async Task<IReadOnlyDictionary<string, Tool>> ListAsync(McpClient client, CancellationToken cancellationToken)
    {
        var tools = new Dictionary<string, Tool>(StringComparer.Ordinal);
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var result = await client.ListToolsAsync(new ListToolsRequestParams { Cursor = cursor }, cancellationToken);
            foreach (var tool in result.Tools)
            {
                if (tools.Count < MostTools)
                    tools.TryAdd(tool.Name, tool);
            }

            // A server that hands out the same cursor again would be asked for ever.
            if (string.IsNullOrEmpty(result.NextCursor) || result.NextCursor == cursor)
                return tools;
            cursor = result.NextCursor;
        }

        throw new ForeignAnswerException($"The list of tools did not end within {MostPages} pages.");
    }
}
