namespace IntegrationHealth.Checks.Outbound;

/// <summary>Makes the lean handlers that all checks share.</summary>
internal static class OutboundHandlers
{
    /// <summary>For addresses fixed in the host's code or configuration.</summary>
    public static SocketsHttpHandler CreateTrusted(CertificateExpiries expiries) => Lean(new SocketsHttpHandler(), expiries, connections: 256);

    /// <summary>For addresses that users typed. A proxy would connect in our stead and defeat the guard, so there is none.</summary>
    public static SocketsHttpHandler CreateGuarded(CertificateExpiries expiries, OutboundGuard guard) => Lean(
        new SocketsHttpHandler { UseProxy = false, ConnectCallback = guard.ConnectAsync },
        expiries,
        connections: 64);

    private static SocketsHttpHandler Lean(SocketsHttpHandler handler, CertificateExpiries expiries, int connections)
    {
        handler.ActivityHeadersPropagator = null;
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.MaxConnectionsPerServer = connections;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
        // What a checker does not want to read is not read for it either: the connection is dropped.
        handler.MaxResponseDrainSize = 0;
        handler.PlaintextStreamFilter = expiries.ObserveAsync;
        handler.SslOptions.RemoteCertificateValidationCallback = CertificateRefusedException.Validate;
        return handler;
    }
}
