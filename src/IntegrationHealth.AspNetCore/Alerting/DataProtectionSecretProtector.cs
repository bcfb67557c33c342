using System.Security.Cryptography;
using IntegrationHealth.Alerting.Channels;
using Microsoft.AspNetCore.DataProtection;

namespace IntegrationHealth.Alerting;

/// <summary>Channel secrets under the host's Data Protection keys: readable after a restart, and by every host that shares them.</summary>
internal sealed class DataProtectionSecretProtector(IDataProtectionProvider keys) : ISecretProtector
{
    private readonly IDataProtector _protector = keys.CreateProtector("IntegrationHealth.ChannelSecret.v1");

    public string Protect(string secret) => _protector.Protect(secret);

    public string? Unprotect(string protectedSecret)
    {
        try
        {
            return _protector.Unprotect(protectedSecret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
