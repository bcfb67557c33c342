using IntegrationHealth.Signals;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets the host's own HTTP clients report how their calls end.</summary>
public static class SignalHttpClientBuilderExtensions
{
    /// <summary>Adds an <see cref="IntegrationHealthHandler"/>.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="resolve">Names the integration of a request that does not name it in its options; null for none.</param>
    public static IHttpClientBuilder AddIntegrationHealthSignals(this IHttpClientBuilder builder, Func<HttpRequestMessage, string?>? resolve = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddHttpMessageHandler(services => new IntegrationHealthHandler(
            services.GetRequiredService<IHealthSignals>(), services.GetRequiredService<TimeProvider>(), resolve));
    }
}
