namespace IntegrationHealth.History;

/// <summary>Share of the known time in which an integration worked (Healthy or Degraded), 0–1; null where no time is known.</summary>
/// <param name="Day">Over the last 24 hours.</param>
/// <param name="Week">Over the last 7 days.</param>
/// <param name="Month">Over the last 30 days.</param>
/// <param name="Quarter">Over the last 90 days.</param>
public sealed record Uptime(double? Day, double? Week, double? Month, double? Quarter)
{
    /// <summary>Nothing known.</summary>
    public static Uptime None { get; } = new(null, null, null, null);

    internal static double? Share(long upMs, long downMs) => upMs + downMs == 0 ? null : (double)upMs / (upMs + downMs);
}
