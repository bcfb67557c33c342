using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationHealth.Checks.Http;

/// <summary>Whether a body is what the settings ask for.</summary>
internal static class BodyConditions
{
    /// <summary>The first condition that is not met, as a diagnosis; null when all are.</summary>
    public static CheckFailure? Examine(HttpPlan plan, ReadOnlyMemory<byte> body, string? mediaType, string? charset)
    {
        if (plan.Path is not null && BodyText.IsHtml(mediaType, body.Span))
        {
            return CheckFailure.Of(
                FailureKind.InvalidResponse,
                $"{plan.Authority} answered with a web page where data was expected; it may be a sign-in or firewall page.");
        }

        return ExamineText(plan, body.Span, charset) ?? (plan.Path is { } path ? ExamineJson(plan, path, body) : null);
    }

    private static CheckFailure? ExamineText(HttpPlan plan, ReadOnlySpan<byte> body, string? charset)
    {
        var settings = plan.Settings;
        if (settings.BodyContains is null && settings.BodyNotContains is null && plan.Pattern is null)
            return null;

        var text = BodyText.Decode(body, charset);
        if (settings.BodyContains is { } wanted && !text.Contains(wanted, StringComparison.Ordinal))
            return Unmet($"The answer of {plan.Authority} does not hold the text '{Shown(wanted)}' (bodyContains).");
        if (settings.BodyNotContains is { } unwanted && text.Contains(unwanted, StringComparison.Ordinal))
            return Reported($"The answer of {plan.Authority} holds the text '{Shown(unwanted)}' (bodyNotContains).");
        return plan.Pattern is { } pattern ? ExaminePattern(plan, pattern, text) : null;
    }

    private static CheckFailure? ExaminePattern(HttpPlan plan, Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text)
                ? null
                : Unmet($"The answer of {plan.Authority} does not match '{Shown(plan.Settings.BodyMatches!)}' (bodyMatches).");
        }
        catch (RegexMatchTimeoutException)
        {
            return CheckFailure.Of(
                FailureKind.Misconfigured,
                $"The pattern in bodyMatches takes too long on the answer of {plan.Authority}. A simpler one is needed.");
        }
    }

    private static CheckFailure? ExamineJson(HttpPlan plan, JsonPath path, ReadOnlyMemory<byte> body)
    {
        var place = plan.Settings.JsonPath;
        try
        {
            using var document = JsonDocument.Parse(body[(body.Length - BodyText.WithoutMark(body.Span).Length)..]);
            if (!path.TryFind(document.RootElement, out var found))
                return Unmet($"The answer of {plan.Authority} has nothing at '{place}' (jsonPath).");
            if (plan.Settings.JsonEquals is not { } expected || JsonPath.IsEqual(found, expected))
                return null;

            var actual = SecretRedactor.Redact(Shown(found.ValueKind == JsonValueKind.String ? found.GetString()! : found.GetRawText()), []);
            var subject = SecretRedactor.IsSecretName(place!) ? "something else" : $"'{actual}'";
            return Reported($"{plan.Authority} reports {subject} at '{place}' where '{Shown(expected)}' was expected (jsonEquals).");
        }
        catch (JsonException)
        {
            return Unmet($"The answer of {plan.Authority} is not JSON, which jsonPath needs.");
        }
    }

    private static CheckFailure Unmet(string message) => CheckFailure.Of(FailureKind.InvalidResponse, message);

    /// <summary>The far end itself says that it is not well: no setting is wrong.</summary>
    private static CheckFailure Reported(string message) => Unmet(message) with
    {
        Action = RecoveryAction.Wait,
        ResponsibleParty = ResponsibleParty.Vendor,
    };

    private static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
