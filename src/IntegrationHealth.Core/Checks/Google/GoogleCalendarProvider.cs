using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Vendors;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Checks.Google;

/// <summary>The provider <c>google-calendar</c>.</summary>
internal static class GoogleCalendarProvider
{
    /// <summary>Name as integrations give it.</summary>
    public const string Name = "google-calendar";

    /// <summary>What is registered.</summary>
    public static ProviderDefinition Definition { get; } = new()
    {
        Name = Name,
        DisplayName = "Google Calendar",
        SettingsType = VendorSettingsJson.Default.GoogleCalendarSettings,
        CreateChecker = services => new GoogleCalendarChecker(
            services.GetRequiredService<VendorClient>(),
            services.GetService<TimeProvider>() ?? TimeProvider.System),
        Validate = settings => Validate((GoogleCalendarSettings)settings),
        FarEnd = settings => HttpPlan.TargetOf("https://www.googleapis.com/", ((GoogleCalendarSettings)settings).BaseAddress),
        MayBlock = false,
        SharesOneVendor = true,
        UsesCredential = true,
        MaxConcurrency = 64,
        MaxChecksPerSecond = 50,
    };

    private static IEnumerable<Catalog.IntegrationValidationError> Validate(GoogleCalendarSettings settings) =>
        VendorSettingsRules.Text("accountEmail", settings.AccountEmail, "an e-mail address", value => value.Contains('@', StringComparison.Ordinal))
            .Concat(VendorSettingsRules.Text("calendarId", settings.CalendarId, "the id of a calendar, up to 256 characters"))
            .Concat(VendorSettingsRules.Scopes(settings.RequiredScopes))
            .Concat(VendorSettingsRules.Address(settings.BaseAddress));
}
