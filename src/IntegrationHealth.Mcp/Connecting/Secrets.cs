using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Mcp.Connecting;

/// <summary>What must never be shown, wherever a server echoes it.</summary>
internal static class Secrets
{
    /// <summary>The token, and the values of the settings that were given in confidence.</summary>
    public static string[] Of(McpSettings settings, string? token) =>
    [
        .. token is null ? Array.Empty<string>() : [token],
        .. settings.Headers.Values,
        .. settings.Environment.Values,
        .. InArguments(settings.Arguments),
        .. InAddress(settings.Endpoint),
    ];

    /// <summary><c>--api-key value</c> and <c>--api-key=value</c>: a program that is started wrongly likes to repeat them.</summary>
    private static IEnumerable<string> InArguments(IList<string> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && SecretRedactor.IsSecretName(argument[..equals]))
                yield return argument[(equals + 1)..];
            else if (argument.StartsWith('-') && equals < 0 && SecretRedactor.IsSecretName(argument) && index + 1 < arguments.Count)
                yield return arguments[index + 1];
        }
    }

    /// <summary>Hosting providers take keys in the query.</summary>
    private static IEnumerable<string> InAddress(string? endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var address) ? AddressText.KeysIn(address) : [];
}
