using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace IntegrationHealth.Checks.Outbound;

/// <summary>Says what was wrong with a certificate, so that nobody has to read it out of a message.</summary>
internal sealed class CertificateRefusedException(SslPolicyErrors errors, X509ChainStatusFlags chain, DateTimeOffset? notAfter)
    : AuthenticationException($"The certificate was refused: {errors}, {chain}.")
{
    /// <summary>What .NET's own validation found.</summary>
    public SslPolicyErrors Errors { get; } = errors;

    /// <summary>What is wrong with the chain.</summary>
    public X509ChainStatusFlags Chain { get; } = chain;

    /// <summary>End of the certificate.</summary>
    public DateTimeOffset? NotAfter { get; } = notAfter;

    /// <summary>Fits <see cref="RemoteCertificateValidationCallback"/>; accepts exactly what would be accepted without it.</summary>
    public static bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.None)
            throw Describe(certificate, chain, errors);
        return errors == SslPolicyErrors.None;
    }

    private static CertificateRefusedException Describe(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var flags = X509ChainStatusFlags.NoError;
        foreach (var status in chain?.ChainStatus ?? [])
            flags |= status.Status;

        DateTimeOffset? notAfter = certificate is X509Certificate2 full
            ? new DateTimeOffset(full.NotAfter.ToUniversalTime(), TimeSpan.Zero)
            : null;
        return new CertificateRefusedException(errors, flags, notAfter);
    }
}
