using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Tests.Checks.Vendors;

/// <summary>What a host writes for a provider of its own: only public parts, under 40 lines.</summary>
public sealed class TodoistChecker(VendorClient client, string? baseAddress) : IIntegrationChecker
{
    private static readonly VendorApi Api = new()
    {
        Name = "Todoist",
        DocsUrl = "https://developer.todoist.com/",
        Errors =
        [
            new(401, null, FailureKind.AuthenticationRevoked, "Todoist no longer accepts this connection.") { EndOfTokenDecides = true },
            new(null, "PLAN_ENDED", FailureKind.AccountSuspended, "The plan of this Todoist account has ended."),
        ],
    };

    public async ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var request = new VendorRequest("https://api.todoist.com/api/v1/user") { BaseAddress = baseAddress, ExpectedProperty = "email" };
        var answer = await client.AskAsync(Api, request, context, cancellationToken);
        return answer.Failed ?? answer.Succeed("email");
    }
}
