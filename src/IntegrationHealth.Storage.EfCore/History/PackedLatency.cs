using IntegrationHealth.History;

namespace IntegrationHealth.Storage.History;

/// <summary>
/// Sixteen counts of 16 bits each, four to a number, so that an upsert adds four columns in place of sixteen. A lane holds 65,535 checks
/// an hour, eighteen a second. Lanes are added packed only within one hour of one integration; beyond that, unpack first.
/// </summary>
internal static class PackedLatency
{
    private const int LanesPerWord = 4;
    private const int LaneBits = 16;

    /// <summary>One check of this latency: which of the four words, and what to add to it.</summary>
    public static (int Word, long Value) One(int latencyMs)
    {
        var bucket = LatencyHistogram.BucketOf(latencyMs);
        return (bucket / LanesPerWord, 1L << (bucket % LanesPerWord * LaneBits));
    }

    /// <summary>Adds the four counts of a word to those of all sixteen buckets.</summary>
    public static void AddTo(Span<long> counts, int word, long value)
    {
        for (var lane = 0; lane < LanesPerWord; lane++)
            counts[(word * LanesPerWord) + lane] += (value >> (lane * LaneBits)) & 0xFFFF;
    }
}
