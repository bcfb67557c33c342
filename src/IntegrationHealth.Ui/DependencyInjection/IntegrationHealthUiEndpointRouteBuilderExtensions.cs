using System.Buffers;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Ui.Configuration;
using IntegrationHealth.Ui.DependencyInjection;
using IntegrationHealth.Ui.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the user interface of IntegrationHealth.</summary>
public static class IntegrationHealthUiEndpointRouteBuilderExtensions
{
    private static readonly SearchValues<char> NotPlain = SearchValues.Create("{}*?#\\ ");

    /// <summary>
    /// Serves the user interface under <paramref name="path"/>. It calls the endpoints of <c>MapIntegrationHealth</c> in the same
    /// application, wherever they are mapped, and works under any path base and behind any proxy, as all its addresses are relative. Serves nothing
    /// when <c>IntegrationHealth:Enabled</c> is false.
    /// </summary>
    /// <param name="endpoints">The application, or a route group of it.</param>
    /// <param name="path">Where, for example <c>/integration-health</c>; not the root, and without parameters.</param>
    /// <param name="configure">Title, sign-in and the like; see <see cref="IntegrationHealthUiOptions"/>.</param>
    /// <returns>A builder for conventions on the pages, such as <c>RequireAuthorization</c> or host names.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> cannot be served under.</exception>
    /// <exception cref="OptionsValidationException">A key of the section is unknown, or an option cannot be used; the message names each.</exception>
    public static IEndpointConventionBuilder MapIntegrationHealthUi(
        this IEndpointRouteBuilder endpoints, string path = "/integration-health", Action<IntegrationHealthUiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var prefix = "/" + path.Trim('/');
        if (prefix == "/" || prefix.AsSpan().IndexOfAny(NotPlain) >= 0)
            throw new ArgumentException($"The user interface cannot be served under '{path}': give a plain path such as /integration-health.", nameof(path));

        // Without the services nothing says that it is off: the page then says what is missing.
        if (endpoints.ServiceProvider.GetService<IOptions<IntegrationHealthOptions>>()?.Value.Enabled == false)
            return endpoints.MapGroup(prefix);

        var options = UiOptionsReader.Read(endpoints.ServiceProvider, configure);
        var pages = new UiPages(options, UiAssets.Embedded, new UiConfigurationReader(options));
        var group = endpoints.MapGroup(prefix);
        group.MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head], pages.ServeAsync).WithDisplayName("IntegrationHealth UI").ExcludeFromDescription();
        if (options.Policy is not null)
            group.RequireAuthorization(options.Policy);
        return group;
    }
}
