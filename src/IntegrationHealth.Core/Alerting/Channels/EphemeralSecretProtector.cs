using System.Security.Cryptography;
using System.Text;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>
/// Where the host brings no key store: a key of this process. Storage never holds a secret in clear, but after a restart secrets that were
/// typed in must be typed in again.
/// </summary>
internal sealed class EphemeralSecretProtector : ISecretProtector, IDisposable
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly AesGcm _key = new(RandomNumberGenerator.GetBytes(32), TagBytes);

    public string Protect(string secret)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        _key.Encrypt(sealedBytes.AsSpan(0, NonceBytes), plain, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes));
        return Convert.ToBase64String(sealedBytes);
    }

    public string? Unprotect(string protectedSecret)
    {
        try
        {
            var sealedBytes = Convert.FromBase64String(protectedSecret);
            if (sealedBytes.Length < NonceBytes + TagBytes)
                return null;
            var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
            _key.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return null;
        }
    }

    public void Dispose() => _key.Dispose();
}
