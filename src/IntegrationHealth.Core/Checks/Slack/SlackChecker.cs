using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Checks.Slack;

/// <summary>Asks Slack whose token it is. The header of the answer names the scopes that were granted; an app-level token is tried for events.</summary>
internal sealed class SlackChecker(VendorClient client, SlackSocketMode socketMode) : IIntegrationChecker
{
    /// <inheritdoc />
    public async ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var settings = context.GetSettings<SlackSettings>();
        var request = new VendorRequest("https://slack.com/api/auth.test")
        {
            Method = HttpMethod.Post,
            BaseAddress = settings.BaseAddress,
            ExpectedProperty = "team_id",
            HostIsFixed = true,
        };
        var answer = await client.AskAsync(SlackErrors.Api, request, context, cancellationToken);
        if (answer.Failed is { } failed)
            return failed;

        var result = CompareWorkspace(answer.Succeed("team", "team_id", "url", "user", "bot_id"), settings.TeamId, answer);
        var granted = answer.Header("X-OAuth-Scopes")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            ?? ScopeTable.Known(context.Credential);
        result = SlackScopes.Table.Review(result, granted, settings.RequiredScopes);
        return await socketMode.ReviewAsync(result, context, settings.BaseAddress, cancellationToken);
    }

    private static CheckResult CompareWorkspace(CheckResult result, string? expected, VendorAnswer answer)
    {
        var found = answer.Text("team_id");
        if (string.IsNullOrEmpty(expected) || found is null || found == expected)
            return result;
        return result with
        {
            Outcome = CheckOutcome.Degraded,
            Failure = CheckFailure.Of(
                FailureKind.Misconfigured,
                $"This connection leads to the Slack workspace {answer.Text("team")} ({found}), but {expected} was expected. "
                    + "Connect the right workspace, or change the expected one.",
                Confidence.High) with
            {
                ResponsibleParty = ResponsibleParty.Owner,
            },
        };
    }
}
