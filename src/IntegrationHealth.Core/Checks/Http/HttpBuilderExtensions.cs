using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds HTTP integrations.</summary>
public static class HttpBuilderExtensions
{
    /// <summary>Watches an address: healthy while it answers 2xx, unless <paramref name="configure"/> says otherwise.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">Id of the integration; also its name.</param>
    /// <param name="url">An absolute http or https address.</param>
    /// <param name="configure">Changes method, headers, conditions and limits.</param>
    public static IIntegrationHealthBuilder AddHttp(
        this IIntegrationHealthBuilder builder, string id, string url, Action<HttpCheckSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(url);
        var settings = new HttpCheckSettings { Url = url };
        configure?.Invoke(settings);
        return builder.AddIntegration(new Integration
        {
            Id = id,
            Provider = HttpProvider.Name,
            Name = id,
            Settings = JsonSerializer.SerializeToElement(settings, HttpSettingsJson.Default.HttpCheckSettings),
        });
    }
}
