using IntegrationHealth.Checks.Outbound;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Checks.Http;

/// <summary>The provider <c>http</c>: any HTTP address of the host's or its users' choosing.</summary>
internal static class HttpProvider
{
    /// <summary>Name as integrations give it.</summary>
    public const string Name = "http";

    /// <summary>What is registered; needs <see cref="OutboundServices.AddOutboundHttp"/>.</summary>
    public static ProviderDefinition Definition { get; } = new()
    {
        Name = Name,
        DisplayName = "HTTP",
        SettingsType = HttpSettingsJson.Default.HttpCheckSettings,
        CreateChecker = services => new HttpChecker(
            services.GetRequiredService<OutboundHttp>(),
            services.GetService<TimeProvider>() ?? TimeProvider.System),
        Validate = settings => HttpSettingsValidator.Validate((HttpCheckSettings)settings),
        FarEnd = settings => ((HttpCheckSettings)settings).Plan.Target,
        MayBlock = false,
        SharesOneVendor = false,
        UsesCredential = true,
    };
}
