using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Checks.Presets;

/// <summary>Asks what a preset says, and compares the answer with what the settings expect.</summary>
internal sealed class PresetChecker(Preset preset, VendorClient client) : IIntegrationChecker
{
    /// <inheritdoc />
    public async ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var settings = context.GetSettings<ApiSettings>();
        var request = preset.Request(settings) with { BaseAddress = settings.BaseAddress, HostIsFixed = !preset.HostIsTyped };
        var answer = await client.AskAsync(preset.Api, request, context, cancellationToken);
        if (answer.Failed is { } failed)
            return failed;

        var result = answer.Succeed(preset.Shown);
        if ((preset.Review?.Invoke(settings, answer) ?? CompareAccount(settings.Account, answer)) is { } finding)
            result = result with { Outcome = CheckOutcome.Degraded, Failure = finding };
        return preset.Scopes.Review(result, Granted(answer, context), settings.RequiredScopes);
    }

    private IReadOnlyList<string> Granted(VendorAnswer answer, CheckContext context) =>
        preset.ScopeHeader is { } header && answer.Header(header) is { Length: > 0 } listed
            ? listed.Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : context.Credential?.Scopes ?? [];

    private CheckFailure? CompareAccount(string? expected, VendorAnswer answer)
    {
        if (string.IsNullOrEmpty(expected) || preset.Account is null || answer.Text(preset.Account) is not { } found
            || found.Equals(expected, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return CheckFailure.Of(
            FailureKind.Misconfigured,
            $"This connection leads to the {preset.Api.Name} account {found}, but {expected} was expected. Connect the right account, or change the expected one.",
            Confidence.High) with
        {
            ResponsibleParty = ResponsibleParty.Owner,
        };
    }
}
