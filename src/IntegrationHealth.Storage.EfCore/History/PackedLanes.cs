using IntegrationHealth.Checks;
using IntegrationHealth.History;

namespace IntegrationHealth.Storage.History;

/// <summary>
/// Sixteen counts, several to a number, so that an upsert adds a few columns in place of sixteen. Hours hold 16 bits each, four to a number:
/// 65,535 checks an hour, eighteen a second. Days, months and providers hold 32 bits each, two to a number. Hours are added packed only
/// within one hour of one integration; the wider ones may be added packed.
/// </summary>
internal static class PackedLanes
{
    /// <summary>Numbers of an hour.</summary>
    public const int HourWords = 4;

    /// <summary>Numbers of a day, a month or a provider's bucket.</summary>
    public const int WideWords = 8;

    public const int Lanes = 16;

    /// <summary>One check of this latency in an hour: which of the four numbers, and what to add to it.</summary>
    public static (int Word, long Value) HourLatency(int latencyMs) => Hour(LatencyHistogram.BucketOf(latencyMs));

    /// <summary>One check with this diagnosis in an hour.</summary>
    public static (int Word, long Value) HourFailure(FailureKind kind) => Hour(FailureCounts.LaneOf(kind));

    /// <summary>Adds one to a lane of eight numbers.</summary>
    public static void AddWide(Span<long> words, int lane) => words[lane / 2] += 1L << (lane % 2 * 32);

    /// <summary>Adds the counts of an hour's four numbers.</summary>
    public static void UnpackHour(Span<long> counts, params ReadOnlySpan<long> words)
    {
        for (var lane = 0; lane < Lanes; lane++)
            counts[lane] += (words[lane / 4] >> (lane % 4 * 16)) & 0xFFFF;
    }

    /// <summary>Adds the counts of eight numbers.</summary>
    public static void UnpackWide(Span<long> counts, params ReadOnlySpan<long> words)
    {
        for (var lane = 0; lane < Lanes; lane++)
            counts[lane] += (words[lane / 2] >> (lane % 2 * 32)) & 0xFFFF_FFFF;
    }

    private static (int Word, long Value) Hour(int lane) => (lane / 4, 1L << (lane % 4 * 16));
}
