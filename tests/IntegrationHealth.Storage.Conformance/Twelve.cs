using IntegrationHealth.Catalog;
using IntegrationHealth.Status;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Twelve integrations, with ties in every order and nulls where there can be any.</summary>
internal static class Twelve
{
    private static readonly IntegrationStatus[] Statuses =
    [
        IntegrationStatus.Healthy, IntegrationStatus.Degraded, IntegrationStatus.Unhealthy, IntegrationStatus.Unhealthy,
        IntegrationStatus.Paused, IntegrationStatus.Unknown,
    ];

    public static Integration[] Integrations() => [.. Enumerable.Range(0, 12).Select(i => Samples.Integration(
        IdOf(i), i % 3 == 0 ? "Same" : i % 3 == 1 ? "same" : $"n{i % 2}", provider: i < 6 ? "http" : "mcp"))];

    public static ResultWrite[] Results() => [.. Enumerable.Range(0, 12).Select(i => Samples.Only(new HealthSnapshot
    {
        IntegrationId = IdOf(i),
        Status = Statuses[i % 6],
        StatusSince = StorageContract.Start.AddMinutes(i / 4),
        LastCheckedAt = i % 6 == 5 ? null : StorageContract.Start.AddMinutes(-(i / 3)),
        LatencyMs = i % 6 == 5 ? null : i / 3 * 10,
        Version = 1,
    }))];

    private static string IdOf(int i) => $"i{i * 7 % 12:00}";
}
