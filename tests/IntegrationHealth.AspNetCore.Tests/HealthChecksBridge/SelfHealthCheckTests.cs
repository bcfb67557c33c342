using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.HealthChecksBridge;
using IntegrationHealth.Scheduling;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.HealthChecksBridge;

public sealed class SelfHealthCheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly SystemStatus Well = new()
    {
        Integrations = 1,
        SchedulerSeenAt = Now,
        Queue = new CheckQueueDepth(1, 0, null),
        QueueLag = TimeSpan.Zero,
        ChecksActive = 0,
        ChecksMax = 256,
        ResultsWaiting = 0,
        Storage = "memory",
        StorageBytes = null,
        StorageLatency = TimeSpan.FromMilliseconds(1),
        Error = null,
        OutboxLag = null,
    };

    [Fact]
    public async Task Check_AllWell_IsHealthy() => (await CheckAsync(Well)).Status.Should().Be(HealthStatus.Healthy);

    [Fact]
    public async Task Check_SilentScheduler_IsUnhealthy() =>
        (await CheckAsync(Well with { SchedulerSeenAt = Now.AddSeconds(-31) })).Should().BeEquivalentTo(new
        {
            Status = HealthStatus.Unhealthy,
            Description = "The scheduler has not looked for due checks for 31 s.",
        });

    [Fact]
    public async Task Check_StorageThatDoesNotAnswer_IsDegraded_WithoutItsQueueUnhealthy()
    {
        var degraded = await CheckAsync(Well with { StorageLatency = null, Error = "NpgsqlException" });
        var unhealthy = await CheckAsync(Well with { Queue = null, StorageLatency = null, Error = "NpgsqlException" });

        degraded.Status.Should().Be(HealthStatus.Degraded);
        degraded.Description.Should().Contain("Storage does not answer (NpgsqlException)");
        unhealthy.Status.Should().Be(HealthStatus.Unhealthy);
        unhealthy.Description.Should().Contain("The queue does not answer (NpgsqlException)");
    }

    [Fact]
    public async Task Check_StorageThatAnswersAndTakesNothing_IsDegraded()
    {
        var result = await CheckAsync(Well with { WritesFailingSince = Now.AddSeconds(-5), ResultsWaiting = 12 });

        result.Status.Should().Be(HealthStatus.Degraded);
        result.Description.Should().Be("Results cannot be stored since 2026-01-01 11:59:55Z, and 12 wait in memory.");
    }

    [Fact]
    public async Task Check_LateQueueAndOutbox_IsDegradedAndNamesBoth()
    {
        var result = await CheckAsync(Well with { QueueLag = TimeSpan.FromMinutes(2), OutboxLag = TimeSpan.FromMinutes(10) });

        result.Status.Should().Be(HealthStatus.Degraded);
        result.Description.Should().Contain("120 s late").And.Contain("600 s");
    }

    private static Task<HealthCheckResult> CheckAsync(SystemStatus status) => new SelfHealthCheck(new Fixed(status), new SelfHealthCheckOptions(), Options.Create(new IntegrationHealthOptions()), new FakeTimeProvider(Now))
        .CheckHealthAsync(new HealthCheckContext
        {
            Registration = new HealthCheckRegistration("self", _ => null!, HealthStatus.Unhealthy, null),
        }, TestContext.Current.CancellationToken);

    private sealed class Fixed(SystemStatus status) : ISystemReader
    {
        public Task<SystemStatus> ReadAsync(CancellationToken cancellationToken = default) => Task.FromResult(status);
    }
}
