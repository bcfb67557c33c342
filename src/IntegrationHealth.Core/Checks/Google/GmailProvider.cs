using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Vendors;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Checks.Google;

/// <summary>The provider <c>gmail</c>.</summary>
internal static class GmailProvider
{
    /// <summary>Name as integrations give it.</summary>
    public const string Name = "gmail";

    /// <summary>What is registered. A profile costs 1 quota unit of 1,200,000 a minute and project.</summary>
    public static ProviderDefinition Definition { get; } = new()
    {
        Name = Name,
        DisplayName = "Gmail",
        SettingsType = VendorSettingsJson.Default.GmailSettings,
        CreateChecker = services => new GmailChecker(services.GetRequiredService<VendorClient>()),
        Validate = settings => Validate((GmailSettings)settings),
        FarEnd = settings => HttpPlan.TargetOf("https://gmail.googleapis.com/", ((GmailSettings)settings).BaseAddress),
        MayBlock = false,
        SharesOneVendor = true,
        UsesCredential = true,
        MaxConcurrency = 64,
        MaxChecksPerSecond = 100,
    };

    private static IEnumerable<Catalog.IntegrationValidationError> Validate(GmailSettings settings) =>
        VendorSettingsRules.Text("accountEmail", settings.AccountEmail, "an e-mail address", value => value.Contains('@', StringComparison.Ordinal))
            .Concat(VendorSettingsRules.Scopes(settings.RequiredScopes))
            .Concat(VendorSettingsRules.Address(settings.BaseAddress));
}
