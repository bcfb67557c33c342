using System.Globalization;
using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Checks.Presets;

/// <summary>Asks what a preset says, and compares the answer with what the settings expect.</summary>
internal sealed class PresetChecker(Preset preset, VendorClient client) : IIntegrationChecker
{
    /// <inheritdoc />
    public async ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var settings = context.GetSettings<ApiSettings>();
        var known = KnownAnswer.From(context.PreviousData, preset);
        var answer = await AskAsync(preset.Request(settings, context.Credential) with { IfNoneMatch = known?.ETag }, settings, context, cancellationToken);
        if (answer.Failed is { } failed)
            return failed;
        if (!answer.IsUnchanged)
            known = null;

        var result = answer.Succeed(preset.Shown) with { CredentialExpiresAt = EndOfToken(answer, known) };
        if (preset.IsConditional)
            result = result with { Data = known?.With(result.Data!, preset) ?? KnownAnswer.Keep(result.Data!, answer, preset) };
        if (preset.Review?.Invoke(settings, answer) is { } finding)
            result = With(result, finding, finding.Kind == FailureKind.AuthenticationRevoked ? CheckOutcome.Failed : CheckOutcome.Degraded);
        else if (settings.Account is { Length: > 0 } expected)
            result = await CompareAccountAsync(result, expected, settings, answer, known, context, cancellationToken);

        return preset.Scopes.Review(result, Granted(answer, known, context), settings.RequiredScopes);
    }

    /// <summary>Null when nothing is known of what was granted. An empty list is a list: such a token may do nothing.</summary>
    private IReadOnlyCollection<string>? Granted(VendorAnswer answer, KnownAnswer? known, CheckContext context)
    {
        var listed = preset.ScopeHeader is { } header ? answer.Header(header) ?? known?.Scopes : null;
        return listed is null || (listed.Length == 0 && preset.HasPermissions?.Invoke(context.Credential) == true)
            ? ScopeTable.Known(context.Credential)
            : listed.Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>GitHub writes <c>2026-03-01 12:00:00 UTC</c>.</summary>
    private DateTimeOffset? EndOfToken(VendorAnswer answer, KnownAnswer? known) =>
        preset.ExpiryHeader is { } header && (answer.Header(header) ?? known?.End) is { } text && DateTimeOffset.TryParse(
            text.Replace(" UTC", "Z", StringComparison.Ordinal), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            ? end
            : null;

    private ValueTask<VendorAnswer> AskAsync(VendorRequest request, ApiSettings settings, CheckContext context, CancellationToken cancellationToken) =>
        client.AskAsync(preset.Api, request with { BaseAddress = settings.BaseAddress, HostIsFixed = !preset.HostIsTyped }, context, cancellationToken);

    private CheckResult With(CheckResult result, CheckFailure finding, CheckOutcome outcome) =>
        result with { Outcome = outcome, Failure = finding with { DocsUrl = finding.DocsUrl ?? preset.Api.DocsUrl } };

    /// <summary>Whose the connection is. Where that cannot be read the connection has still just worked, so that it is never worse than degraded.</summary>
    private async ValueTask<CheckResult> CompareAccountAsync(
        CheckResult result, string expected, ApiSettings settings, VendorAnswer answer, KnownAnswer? known, CheckContext context, CancellationToken cancellationToken)
    {
        if (preset.AccountRequest?.Invoke(settings) is { } request)
            answer = await AskAsync(request, settings, context, cancellationToken);
        if (answer.Failed is { } failed)
        {
            result = result with { RetryAfter = failed.RetryAfter ?? result.RetryAfter, RetryAfterScope = failed.RetryAfterScope };
            return failed is { Outcome: CheckOutcome.Inconclusive } or { Failure: null } ? result : With(result, failed.Failure, CheckOutcome.Degraded);
        }

        return Mismatch(expected, [.. preset.Account.Select(place => known?.Text(place) ?? answer.Text(place)).OfType<string>()]) is { } finding
            ? With(result, finding, CheckOutcome.Degraded)
            : result;
    }

    private CheckFailure? Mismatch(string expected, IReadOnlyList<string> found)
    {
        if (found is [] || found.Contains(expected, StringComparer.OrdinalIgnoreCase))
            return null;

        return CheckFailure.Of(
            FailureKind.Misconfigured,
            $"This connection leads to the {preset.Api.Name} account {found[0]}, but {expected} was expected. Connect the right account, or change the expected one.",
            Confidence.High) with
        {
            ResponsibleParty = ResponsibleParty.Owner,
        };
    }
}
