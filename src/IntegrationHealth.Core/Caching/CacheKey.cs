using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Caching;

/// <summary>
/// Under which name an answer is kept: what was asked, with its owner, and the generation of the answer. An answer of an older generation is not
/// found, and nothing has to be removed.
/// </summary>
/// <param name="Query">What was asked; the last known answer is kept under it.</param>
/// <param name="Generation">Raised by commits.</param>
internal readonly record struct CacheKey(string Query, string Generation)
{
    /// <summary>Most characters of a generation that are kept as they are.</summary>
    private const int Longest = 200;

    public override string ToString() => $"{Query}:{Generation}";

    /// <summary>
    /// The generation of numbers over all integrations. A commit raises it, at most once in <paramref name="freshness"/>: under steady checks an
    /// answer is kept for that long, and without commits until the minute is over, because the range moves on.
    /// </summary>
    /// <remarks>
    /// Time is cut into slots of that length. Until the slot after that of the last commit is over the generation is the slot, and from then on the number
    /// of the next: hosts that heard of the same commits find each other's answers. One slot would do for a single clock; the second is for a host whose
    /// clock is ahead, and whose answer of that number was read before the commit.
    /// </remarks>
    public static string GenerationOfAll(DateTimeOffset now, DateTimeOffset lastCommit, TimeSpan freshness)
    {
        var slot = now.UtcTicks / freshness.Ticks;
        var settled = (lastCommit.UtcTicks / freshness.Ticks) + 2;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Min(slot, settled)}-{now.UtcTicks / TimeSpan.TicksPerMinute}");
    }

    /// <summary>A query about one integration of one owner.</summary>
    public static CacheKey Of(string kind, string question, StoredIntegration item) => Of(kind, question, [item]);

    /// <summary>
    /// A query about integrations: their owners are part of it, and the versions of their states the generation, so that the answer is never older
    /// than the state it is shown with. The time of the last check tells an id that was removed and added again.
    /// </summary>
    public static CacheKey Of(string kind, string question, IReadOnlyCollection<StoredIntegration> items)
    {
        var (query, generation) = (new StringBuilder(), new StringBuilder());
        Append(query, question);
        foreach (var (integration, snapshot) in items)
        {
            Append(query, integration.OwnerId);
            Append(query, integration.Id);
            generation.Append(CultureInfo.InvariantCulture, $"{snapshot.Version} {snapshot.LastCheckedAt?.ToUnixTimeMilliseconds()},");
        }

        return new CacheKey($"{kind}:{Hash(query)}", generation.Length <= Longest ? generation.ToString() : Hash(generation));
    }

    /// <summary>With its length, so that no two lists of texts look alike.</summary>
    private static void Append(StringBuilder list, string text) => list.Append(CultureInfo.InvariantCulture, $"{text.Length}:{text}");

    /// <summary>
    /// By SHA-256: whoever chose ids and found two lists of one hash would be answered with another owner's numbers. And who looks into a cache that hosts share reads no
    /// owner's name in it.
    /// </summary>
    private static string Hash(StringBuilder list) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list.ToString())).AsSpan(0, 16));
}
