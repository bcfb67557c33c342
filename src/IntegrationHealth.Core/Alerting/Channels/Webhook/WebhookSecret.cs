namespace IntegrationHealth.Alerting.Channels.Webhook;

/// <summary>Reads secrets as Standard Webhooks writes them: <c>whsec_</c>, then 24–64 bytes in base64. Pure.</summary>
internal static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int ShortestKey = 24;
    private const int LongestKey = 64;
    private const int MostKeys = 4;

    /// <summary>What is allowed, in words.</summary>
    public const string Allowed = "whsec_ and 24 to 64 bytes in base64; two secrets with a blank between them sign both, while one replaces the other";

    /// <summary>The keys, newest first; null when one cannot be read.</summary>
    public static IReadOnlyList<byte[]>? TryRead(string secret)
    {
        var parts = secret.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > MostKeys)
            return null;
        var keys = new List<byte[]>(parts.Length);
        foreach (var part in parts)
        {
            if (!part.StartsWith(Prefix, StringComparison.Ordinal))
                return null;
            var key = new byte[part.Length];
            if (!Convert.TryFromBase64String(part[Prefix.Length..], key, out var length) || length is < ShortestKey or > LongestKey)
                return null;
            keys.Add(key[..length]);
        }

        return keys;
    }
}
