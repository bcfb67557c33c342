using System.Text.Json;

namespace IntegrationHealth.Sample.Simulator;

/// <summary>One JSON-RPC request, as far as the simulator looks at it.</summary>
/// <param name="Method">What is asked; empty when it is no request.</param>
/// <param name="Id">The request's id as JSON.</param>
internal sealed record McpRequest(string Method, string Id)
{
    public static async Task<McpRequest> ReadAsync(HttpRequest request)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("method", out var method) && method.ValueKind == JsonValueKind.String
                && root.TryGetProperty("id", out var id)
                ? new McpRequest(method.GetString()!, id.GetRawText())
                : new McpRequest("", "null");
        }
        catch (JsonException)
        {
            return new McpRequest("", "null");
        }
    }
}
