using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHealth.Alerting.Channels.Webhook;

/// <summary>Signs as Standard Webhooks says: HMAC-SHA256 over id, time and the very bytes of the body. Pure.</summary>
internal static class WebhookSignature
{
    /// <summary>The value of <c>webhook-signature</c>: one signature a key, with blanks between them.</summary>
    public static string Sign(IReadOnlyList<byte[]> keys, string id, long unixSeconds, ReadOnlySpan<byte> body)
    {
        var prefix = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{unixSeconds}."));
        var signatures = new string[keys.Count];
        for (var index = 0; index < keys.Count; index++)
        {
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, keys[index]);
            hash.AppendData(prefix);
            hash.AppendData(body);
            signatures[index] = "v1," + Convert.ToBase64String(hash.GetHashAndReset());
        }

        return string.Join(' ', signatures);
    }
}
