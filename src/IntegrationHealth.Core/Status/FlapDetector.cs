using IntegrationHealth.Checks;

namespace IntegrationHealth.Status;

/// <summary>
/// Tells an integration that keeps changing from one that changed once. The idea of two marks, so that the verdict itself does not
/// flap, is Nagios' (state flapping: 21 checks, a high and a low mark).
/// </summary>
internal static class FlapDetector
{
    private const int Window = 21;
    private const int StartAt = 8;
    private const int EndAt = 3;

    public static bool IsFlapping(RecentOutcomes recent, bool wasFlapping)
    {
        var changes = 0;
        var count = Math.Min(recent.Count, Window);
        for (var age = 0; age + 1 < count; age++)
        {
            if ((recent[age] == CheckOutcome.Failed) != (recent[age + 1] == CheckOutcome.Failed))
                changes++;
        }

        return wasFlapping ? changes > EndAt : changes >= StartAt;
    }
}
