using System.Collections.ObjectModel;
using IntegrationHealth.Checks;

namespace IntegrationHealth.History;

/// <summary>Counts by diagnosis, as sixteen numbers in the order of <see cref="FailureKind"/> or as a dictionary without zeros.</summary>
internal static class FailureCounts
{
    public const int LaneCount = 16;

    public static IReadOnlyDictionary<FailureKind, long> None { get; } = ReadOnlyDictionary<FailureKind, long>.Empty;

    /// <summary>A diagnosis newer than the lanes counts as Unknown.</summary>
    public static int LaneOf(FailureKind kind) => (int)kind is >= 0 and < LaneCount ? (int)kind : 0;

    public static IReadOnlyDictionary<FailureKind, long> ToDictionary(ReadOnlySpan<long> lanes)
    {
        Dictionary<FailureKind, long>? counts = null;
        for (var lane = 0; lane < lanes.Length; lane++)
        {
            if (lanes[lane] != 0)
                (counts ??= [])[(FailureKind)lane] = lanes[lane];
        }

        return counts ?? None;
    }
}
