using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Vendors;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Checks.Slack;

/// <summary>The provider <c>slack</c>.</summary>
internal static class SlackProvider
{
    /// <summary>Name as integrations give it.</summary>
    public const string Name = "slack";

    /// <summary>What is registered. Slack counts requests by workspace and app, hundreds a minute for <c>auth.test</c>.</summary>
    public static ProviderDefinition Definition { get; } = new()
    {
        Name = Name,
        DisplayName = "Slack",
        SettingsType = VendorSettingsJson.Default.SlackSettings,
        CreateChecker = Create,
        Validate = settings => Validate((SlackSettings)settings),
        FarEnd = settings => HttpPlan.TargetOf("https://slack.com/", ((SlackSettings)settings).BaseAddress),
        MayBlock = false,
        SharesOneVendor = true,
        UsesCredential = true,
        MaxConcurrency = 64,
        MaxChecksPerSecond = 50,
    };

    private static SlackChecker Create(IServiceProvider services)
    {
        var client = services.GetRequiredService<VendorClient>();
        return new SlackChecker(client, new SlackSocketMode(client, services.GetService<TimeProvider>() ?? TimeProvider.System));
    }

    private static IEnumerable<Catalog.IntegrationValidationError> Validate(SlackSettings settings) =>
        VendorSettingsRules.Text("teamId", settings.TeamId, "the id of a workspace, such as T012AB3CD", value => value.All(char.IsAsciiLetterOrDigit))
            .Concat(VendorSettingsRules.Scopes(settings.RequiredScopes))
            .Concat(VendorSettingsRules.Address(settings.BaseAddress));
}
