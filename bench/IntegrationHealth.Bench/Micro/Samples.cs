using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Bench.Micro;

/// <summary>An integration as most are, and one that is in trouble.</summary>
internal static class Samples
{
    public static DateTimeOffset Now { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The defaults.</summary>
    public static StatusPolicy Policy { get; } = new()
    {
        Interval = TimeSpan.FromMinutes(5),
        FailureThreshold = 3,
        SuccessThreshold = 2,
        ConfirmationDelay = TimeSpan.FromSeconds(15),
        MaxBackoff = TimeSpan.FromHours(1),
    };

    public static CheckFailure Revoked { get; } =
        CheckFailure.Of(FailureKind.AuthenticationRevoked, "The account took back the access it had given.", Confidence.High) with
        {
            VendorCode = "invalid_grant",
            DocsUrl = "https://provider.example/errors#invalid_grant",
            Evidence = "400 {\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}",
        };

    public static HealthSnapshot Healthy { get; } = HealthSnapshot.Initial("integration-000017", Now.AddDays(-1)) with
    {
        Status = IntegrationStatus.Healthy,
        LastCheckedAt = Now,
        LastSucceededAt = Now,
        NextCheckAt = Now.AddMinutes(5),
        LatencyMs = 20,
        ConsecutiveSuccesses = 288,
        Recent = new RecentOutcomes(ulong.MaxValue / 3),
        Data = new Dictionary<string, string> { ["account"] = "someone@example.org", ["scopes"] = "read, write" },
        Version = 288,
    };

    public static HealthSnapshot Unhealthy { get; } = Healthy with
    {
        Status = IntegrationStatus.Unhealthy,
        ConsecutiveSuccesses = 0,
        ConsecutiveFailures = 3,
        FailingSince = Now.AddMinutes(-10),
        Failure = Revoked,
    };
}
