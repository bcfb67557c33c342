using IntegrationHealth.Catalog;

namespace IntegrationHealth.Checks.Outbound;

/// <summary>The ways out: one for addresses the host fixed, one behind the guard. Kept for the life of the host.</summary>
internal sealed class OutboundHttp(HttpMessageInvoker trusted, HttpMessageInvoker guarded, CertificateExpiries expiries) : IDisposable
{
    /// <summary>Name of the client for addresses fixed in the host's code or configuration.</summary>
    public const string TrustedClient = "IntegrationHealth.Trusted";

    /// <summary>Name of the client for addresses that users typed.</summary>
    public const string GuardedClient = "IntegrationHealth.Guarded";

    /// <summary>Where the ends of certificates are noted.</summary>
    public CertificateExpiries Expiries { get; } = expiries;

    /// <summary>The way out for an integration of <paramref name="origin"/>. It has no timeout of its own and follows no redirect.</summary>
    public HttpMessageInvoker For(IntegrationOrigin origin) =>
        origin is IntegrationOrigin.Code or IntegrationOrigin.Configuration ? trusted : guarded;

    /// <inheritdoc />
    public void Dispose()
    {
        trusted.Dispose();
        guarded.Dispose();
    }
}
