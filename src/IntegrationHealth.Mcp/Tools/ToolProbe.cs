using System.Text.Json;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Mcp.Services;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace IntegrationHealth.Mcp.Tools;

/// <summary>A tool that is to be called, or why the one that was named is not.</summary>
/// <param name="Tool">Its name.</param>
/// <param name="Arguments">What it is given.</param>
/// <param name="Capability">The capability that it proves.</param>
/// <param name="Refusal">Why it is not called; null when it is.</param>
internal sealed record ToolProbe(string Tool, IReadOnlyDictionary<string, JsonElement> Arguments, string Capability, CheckFailure? Refusal = null)
{
    private const int LongestText = 500;

    /// <summary>
    /// Chooses: the settings' tool, or the first of the service's that the server offers. Only what the server marks as read-only is called,
    /// unless the settings say otherwise. Null when there is none. Pure.
    /// </summary>
    public static ToolProbe? Choose(IReadOnlyDictionary<string, Tool> tools, McpSettings settings)
    {
        if (settings.ProbeTool is { } named)
        {
            if (!tools.TryGetValue(named, out var tool))
                return null;
            return new ToolProbe(named, ProbeArguments.TryRead(settings.ProbeArguments)!, named,
                OnlyReads(tool) || settings.ProbeMayWrite ? null : NotReadOnly(named));
        }

        if (McpService.Find(settings.Service) is not { } service)
            return null;
        foreach (var probe in service.Probes)
        {
            if (tools.Values.FirstOrDefault(tool => tool.Name.Equals(probe.Tool, StringComparison.OrdinalIgnoreCase) && OnlyReads(tool)) is { } found)
                return new ToolProbe(found.Name, ProbeArguments.TryParse(probe.Arguments)!, probe.Capability);
        }

        return null;
    }

    /// <summary>Calls it; null when it worked.</summary>
    public async Task<CheckFailure?> CallAsync(McpClient client, IEnumerable<string> secrets, CancellationToken cancellationToken)
    {
        var result = await client.CallToolAsync(new CallToolRequestParams { Name = Tool, Arguments = Arguments.ToDictionary() }, cancellationToken);
        var text = string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));
        if (ErrorIn(result, text) is not { } error)
            return null;
        var redacted = SecretRedactor.Redact(error, secrets);
        return ToolErrors.Diagnose(Tool, error) with { Evidence = $"{Tool}: {redacted[..Math.Min(redacted.Length, LongestText)]}" };
    }

    /// <summary>Some hosting providers answer a failure as a success whose text is JSON that says <c>"successful": false</c>.</summary>
    internal static string? ErrorIn(CallToolResult result, string text)
    {
        if (result.IsError == true)
            return text;
        if (!text.AsSpan().TrimStart().StartsWith("{") || !text.Contains("\"successful", StringComparison.Ordinal))
            return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return (root.TryGetProperty("successful", out var successful) || root.TryGetProperty("successfull", out successful))
                && successful.ValueKind == JsonValueKind.False
                ? root.TryGetProperty("error", out var error) ? error.ToString() : text
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool OnlyReads(Tool tool) => tool.Annotations is { ReadOnlyHint: true };

    private static CheckFailure NotReadOnly(string tool) => CheckFailure.Of(
        FailureKind.Misconfigured,
        $"The tool '{tool}' was not called: the server does not mark it as read-only, and a check must change nothing. "
            + "Name another one in settings.probeTool, or set settings.probeMayWrite.",
        Confidence.High);
}
