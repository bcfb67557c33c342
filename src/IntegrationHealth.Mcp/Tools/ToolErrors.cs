using IntegrationHealth.Checks;

namespace IntegrationHealth.Mcp.Tools;

/// <summary>One line: words in the text of a failed tool, and what they mean.</summary>
/// <param name="Words">Looked for in any letter case.</param>
/// <param name="Kind">The diagnosis.</param>
/// <param name="Message">A sentence for a person; <c>{tool}</c> stands for the tool.</param>
internal sealed record ToolError(string Words, FailureKind Kind, string Message);

/// <summary>
/// What tools say when the account behind them does not work: text without a form, so no verdict from it is certain. First match wins.
/// </summary>
internal static class ToolErrors
{
    private const string Reconnect = "The server answers, but the account behind it ('{tool}') is no longer connected. Connect it again at the hosting provider.";
    private const string Permission = "The server answers, but its account lacks a permission for '{tool}'. Connect it again and allow what is asked for.";
    private const string Pace = "The service behind '{tool}' asks for fewer requests for the moment. The connection itself works.";
    private const string Down = "The service behind '{tool}' has a fault of its own at the moment. There is nothing for you to do.";

    public static IReadOnlyList<ToolError> Table { get; } =
    [
        new("rate limit", FailureKind.RateLimited, Pace),
        new("ratelimited", FailureKind.RateLimited, Pace),
        new("rateLimitExceeded", FailureKind.RateLimited, Pace),
        new("too many requests", FailureKind.RateLimited, Pace),
        new("insufficient authentication scopes", FailureKind.InsufficientScope, Permission),
        new("insufficientPermissions", FailureKind.InsufficientScope, Permission),
        new("insufficient_scope", FailureKind.InsufficientScope, Permission),
        new("missing_scope", FailureKind.InsufficientScope, Permission),
        new("invalid_grant", FailureKind.AuthenticationRevoked, Reconnect),
        new("expired or revoked", FailureKind.AuthenticationRevoked, Reconnect),
        new("token_revoked", FailureKind.AuthenticationRevoked, Reconnect),
        new("invalid_auth", FailureKind.AuthenticationRevoked, Reconnect),
        new("account_inactive", FailureKind.AuthenticationRevoked, Reconnect),
        new("no connected account", FailureKind.AuthenticationRevoked, Reconnect),
        new("connected account not found", FailureKind.AuthenticationRevoked, Reconnect),
        new("no active connection", FailureKind.AuthenticationRevoked, Reconnect),
        new("invalid credentials", FailureKind.AuthenticationRevoked, Reconnect),
        new("invalid authentication credentials", FailureKind.AuthenticationRevoked, Reconnect),
        new("token_expired", FailureKind.AuthenticationRevoked, Reconnect),
        new("service unavailable", FailureKind.ProviderOutage, Down),
        new("backendError", FailureKind.ProviderOutage, Down),
        new("internal server error", FailureKind.ProviderOutage, Down),
    ];

    /// <summary>What a tool's text means; <see cref="FailureKind.Unknown"/> when no line fits.</summary>
    public static CheckFailure Diagnose(string tool, string text)
    {
        var line = Table.FirstOrDefault(one => text.Contains(one.Words, StringComparison.OrdinalIgnoreCase));
        return line is null
            ? CheckFailure.Of(FailureKind.Unknown, $"The tool '{tool}' answered with an error that no rule explains.", Confidence.Low)
            : CheckFailure.Of(line.Kind, line.Message.Replace("{tool}", tool, StringComparison.Ordinal), Confidence.Medium) with { VendorCode = Code(line) };
    }

    private static string? Code(ToolError line) => line.Words.Contains(' ', StringComparison.Ordinal) ? null : line.Words;
}
