namespace IntegrationHealth.Alerting.Channels;

/// <summary>A key of this process, until a host that keeps keys brings its own protector, before anything is read.</summary>
internal sealed class HostSecretProtector : ISecretProtector, IDisposable
{
    private readonly EphemeralSecretProtector _ephemeral = new();
    private ISecretProtector? _host;

    public void Use(ISecretProtector host) => _host = host;

    public string Protect(string secret) => (_host ?? _ephemeral).Protect(secret);

    public string? Unprotect(string protectedSecret) => (_host ?? _ephemeral).Unprotect(protectedSecret);

    public void Dispose() => _ephemeral.Dispose();
}
