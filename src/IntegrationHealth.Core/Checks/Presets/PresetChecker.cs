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
        var request = preset.Request(settings, context.Credential) with
        {
            BaseAddress = settings.BaseAddress,
            HostIsFixed = !preset.HostIsTyped,
            IfNoneMatch = known?.ETag,
        };
        var answer = await client.AskAsync(preset.Api, request, context, cancellationToken);
        if (answer.Failed is { } failed)
            return failed;
        if (!answer.IsUnchanged)
            known = null;

        var result = answer.Succeed(preset.Shown) with { CredentialExpiresAt = EndOfToken(answer) };
        if (preset.IsConditional)
            result = result with { Data = known?.With(result.Data!, preset) ?? KnownAnswer.Keep(result.Data!, answer, preset) };
        var account = preset.Account is { } place ? known?.Text(place) ?? answer.Text(place) : null;
        if ((preset.Review?.Invoke(settings, answer) ?? CompareAccount(settings.Account, account)) is { } finding)
        {
            var outcome = finding.Kind == FailureKind.AuthenticationRevoked ? CheckOutcome.Failed : CheckOutcome.Degraded;
            result = result with { Outcome = outcome, Failure = finding with { DocsUrl = finding.DocsUrl ?? preset.Api.DocsUrl } };
        }

        return preset.Scopes.Review(result, Granted(answer, known, context), settings.RequiredScopes);
    }

    private IReadOnlyList<string> Granted(VendorAnswer answer, KnownAnswer? known, CheckContext context) =>
        preset.ScopeHeader is { } header && (answer.Header(header) ?? known?.Scopes) is { Length: > 0 } listed
            ? listed.Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : context.Credential?.Scopes ?? [];

    /// <summary>GitHub writes <c>2026-03-01 12:00:00 UTC</c>.</summary>
    private DateTimeOffset? EndOfToken(VendorAnswer answer) =>
        preset.ExpiryHeader is { } header && answer.Header(header) is { } text && DateTimeOffset.TryParse(
            text.Replace(" UTC", "Z", StringComparison.Ordinal), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            ? end
            : null;

    private CheckFailure? CompareAccount(string? expected, string? found)
    {
        if (string.IsNullOrEmpty(expected) || found is null || found.Equals(expected, StringComparison.OrdinalIgnoreCase))
            return null;

        return CheckFailure.Of(
            FailureKind.Misconfigured,
            $"This connection leads to the {preset.Api.Name} account {found}, but {expected} was expected. Connect the right account, or change the expected one.",
            Confidence.High) with
        {
            ResponsibleParty = ResponsibleParty.Owner,
        };
    }
}
