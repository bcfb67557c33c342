using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Mcp.Services;

namespace IntegrationHealth.Mcp.Settings;

/// <summary>Says of every setting whether it is allowed. Messages name the field, the value and what is allowed; never a value that may be a secret.</summary>
internal static class McpSettingsValidator
{
    private const int LongestName = 128;
    private const int LongestText = 4_096;
    private const int LongestUrl = 2_048;
    private const int MostEntries = 64;
    private const int MostHeaders = 32;

    public static IEnumerable<IntegrationValidationError> Validate(McpSettings settings) =>
        Server(settings).Concat(Headers(settings.Headers)).Concat(Process(settings)).Concat(Tools(settings)).Concat(Ranges(settings));

    private static IEnumerable<IntegrationValidationError> Server(McpSettings settings)
    {
        var hasEndpoint = !string.IsNullOrEmpty(settings.Endpoint);
        var hasCommand = !string.IsNullOrEmpty(settings.Command);
        if (hasEndpoint == hasCommand)
        {
            yield return new IntegrationValidationError("settings.endpoint", hasEndpoint
                ? $"settings.endpoint is '{AddressText.Repeat(settings.Endpoint)}' and settings.command is given, too; allowed is one of them."
                : "settings.endpoint and settings.command are both missing; allowed is one of them: the address of a server, or a program to start.");
        }

        foreach (var (field, value) in new[] { ("endpoint", settings.Endpoint), ("baseAddress", settings.BaseAddress) })
        {
            if (!string.IsNullOrEmpty(value) && !IsAddress(value))
                yield return Error(field, AddressText.Repeat(value), "an absolute http or https address of up to 2,048 characters, without user name and password");
        }
    }

    private static IEnumerable<IntegrationValidationError> Headers(IDictionary<string, string>? headers)
    {
        if (headers is null || headers.Count > MostHeaders)
            yield return Error("headers", $"{headers?.Count ?? 0} headers", "up to 32 headers");
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            if (!HeaderRules.IsName(name) || HeaderRules.IsReserved(name))
                yield return Error("headers", name, "a header other than those of the connection and the body");
            else if (!HeaderRules.IsValue(value))
                yield return Error("headers." + name, "not a header value", "up to 4,096 visible ASCII characters, blanks and tabs");
        }
    }

    private static IEnumerable<IntegrationValidationError> Process(McpSettings settings)
    {
        if (!IsText(settings.Command, LongestText))
            yield return Error("command", "not a program's name", "a name or path of up to 4,096 characters");
        if (settings.Arguments is null || settings.Arguments.Count > MostEntries || settings.Arguments.Any(argument => !IsValue(argument)))
            yield return Error("arguments", "not a list of arguments", "up to 64 arguments of up to 4,096 characters");
        if (settings.WorkingDirectory is { } directory && !Path.IsPathFullyQualified(directory))
            yield return Error("workingDirectory", directory, "an absolute path");
        if (settings.Environment is null || settings.Environment.Count > MostEntries)
            yield return Error("environment", $"{settings.Environment?.Count ?? 0} variables", "up to 64 variables");
        foreach (var (name, value) in settings.Environment ?? new Dictionary<string, string>())
        {
            if (!IsVariable(name))
                yield return Error("environment", name, "names of letters, digits and _");
            else if (!IsValue(value))
                yield return Error("environment." + name, "not a variable's value", "up to 4,096 characters");
        }

        if (settings.TokenVariable is { } variable && !IsVariable(variable))
            yield return Error("tokenVariable", variable, "a name of letters, digits and _");
        if (settings.TokenVariable is not null && string.IsNullOrEmpty(settings.Command))
            yield return Error("tokenVariable", settings.TokenVariable, "a variable only together with settings.command; an endpoint gets the token as a header");
    }

    private static IEnumerable<IntegrationValidationError> Tools(McpSettings settings)
    {
        if (settings.Service is { } service && McpService.Find(service) is null)
            yield return Error("service", service, string.Join(", ", McpService.All.Select(known => known.Name)));
        if (settings.RequiredTools is null || settings.RequiredTools.Count > MostEntries || settings.RequiredTools.Any(tool => !IsTool(tool)))
            yield return Error("requiredTools", "not a list of tools", "up to 64 names of 1 to 128 characters without control characters");
        if (settings.ProbeTool is { } probe && !IsTool(probe))
            yield return Error("probeTool", "not a tool's name", "1 to 128 characters without control characters");
        if (settings.ProbeArguments is { } arguments && Services.ProbeArguments.TryRead(arguments) is null)
            yield return Error("probeArguments", arguments.ValueKind.ToString(), "a JSON object, or text that holds one, such as {\"maxResults\":1}");
        if (settings.ProbeArguments is { ValueKind: not JsonValueKind.Null } && settings.ProbeTool is null)
            yield return Error("probeArguments", "set", "arguments only together with settings.probeTool");
        if (settings.ProbeMayWrite && settings.ProbeTool is null)
            yield return Error("probeMayWrite", "true", "true only together with settings.probeTool");
    }

    private static IEnumerable<IntegrationValidationError> Ranges(McpSettings settings)
    {
        if (settings.ToolDriftNoticeHours is < 1 or > 8_760)
            yield return Error("toolDriftNoticeHours", settings.ToolDriftNoticeHours.ToString(CultureInfo.InvariantCulture), "1 to 8760");
        if (settings.MaxResponseBytes is < 1_024 or > 16_777_216)
            yield return Error("maxResponseBytes", settings.MaxResponseBytes.ToString(CultureInfo.InvariantCulture), "1024 to 16777216");
    }

    private static bool IsAddress(string value) => value.Length <= LongestUrl && Uri.TryCreate(value, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0;

    private static bool IsText(string? value, int longest) => value is null || (value.Length <= longest && !value.Any(char.IsControl));

    private static bool IsValue(string? value) => value is { Length: <= LongestText } && !value.Contains('\0', StringComparison.Ordinal);

    private static bool IsTool(string? value) => value is { Length: > 0 and <= LongestName } && !value.Any(char.IsControl);

    private static bool IsVariable(string value) =>
        value.Length is > 0 and <= LongestName && !char.IsAsciiDigit(value[0]) && value.All(one => char.IsAsciiLetterOrDigit(one) || one == '_');

    private static IntegrationValidationError Error(string field, string value, string allowed) =>
        new("settings." + field, $"settings.{field} is '{value}'; allowed is {allowed}.");
}
