using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.InMemory;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Flow;
using IntegrationHealth.Tests.Status;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Tests.Catalog;

public sealed class CatalogLoaderTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly InMemoryState _state = new();

    [Fact]
    public async Task Load_FixedNoLongerNamed_IsRemovedAndOthersStay()
    {
        Store(FlowHost.Scripted("gone") with { Origin = IntegrationOrigin.Code });
        Store(FlowHost.Scripted("runtime"));

        await using var host = await StartAsync(FlowHost.Scripted("new"));

        host.Catalog.List().Select(integration => integration.Id).Should().BeEquivalentTo("new", "runtime");
    }

    [Fact]
    public async Task Load_FixedChanged_KeepsItsState()
    {
        Store(FlowHost.Scripted("one") with { Origin = IntegrationOrigin.Code, Name = "Old" }, snapshot => snapshot with { Status = IntegrationStatus.Degraded, Version = 7 });

        await using var host = await StartAsync(FlowHost.Scripted("one"));

        host.Monitored("one").Integration.Name.Should().Be("one");
        host.Monitored("one").Snapshot.Should().Match<HealthSnapshot>(snapshot => snapshot.Version == 7 && snapshot.Status == IntegrationStatus.Degraded);
    }

    [Fact]
    public async Task Load_StoredIsNoLongerAllowed_IsLeftOutAndKept()
    {
        Store(FlowHost.Scripted("one") with { Provider = "retired" });
        Store(FlowHost.Scripted("two"));

        await using var host = await StartAsync();

        host.Catalog.List().Select(integration => integration.Id).Should().Equal("two");
        _state.Entries.Should().ContainKey("one");
    }

    [Fact]
    public async Task Load_NextCheckInTheFuture_IsWaitedFor()
    {
        Store(FlowHost.Scripted("one"), snapshot => snapshot with { NextCheckAt = Start.AddMinutes(4), LastCheckedAt = Start });

        await using var host = await StartAsync();

        (await DueAsync(host)).Should().Be(Start.AddMinutes(4));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(24 * 60)]
    public async Task Load_NextCheckPassedOrBeyondThePolicy_IsSoon(int minutes)
    {
        Store(FlowHost.Scripted("one"), snapshot => snapshot with { NextCheckAt = Start.AddMinutes(minutes), LastCheckedAt = Start });

        await using var host = await StartAsync();

        (await DueAsync(host)).Should().BeBefore(Start.AddSeconds(1));
    }

    [Fact]
    public async Task Load_RetryAfterBeyondThePolicy_IsHonoured()
    {
        Store(FlowHost.Scripted("one"), snapshot => snapshot with { NextCheckAt = Start.AddHours(20), RetryAt = Start.AddHours(20), LastCheckedAt = Start });

        await using var host = await StartAsync();

        (await DueAsync(host)).Should().Be(Start.AddHours(20));
    }

    [Fact]
    public async Task Load_ConnectionCorrected_IsCheckedAtOnceWithoutTheOldBackoff()
    {
        Store(FlowHost.Scripted("one") with { Origin = IntegrationOrigin.Code, Settings = Json("""{"a":1}""") }, snapshot => snapshot with
        {
            Status = IntegrationStatus.Unhealthy,
            Version = 7,
            LastCheckedAt = Start,
            NextCheckAt = Start.AddMinutes(59),
            RetryAt = Start.AddMinutes(59),
            Failure = Given.Refused.Failure,
            ConsecutiveFailures = 9,
        });

        await using var host = await StartAsync(FlowHost.Scripted("one"));

        (await DueAsync(host)).Should().BeBefore(Start.AddSeconds(1));
        host.Monitored("one").Snapshot.Should().Match<HealthSnapshot>(snapshot => snapshot.Version == 7 && snapshot.ConsecutiveFailures == 0 && snapshot.RetryAt == null);
        (await host.Health.GetAsync("one"))!.Snapshot.ConsecutiveFailures.Should().Be(9, "until its first commit it is told as lists have it");
        await host.UntilAsync(() => host.Monitored("one").Snapshot.Version == 8, "its check");
        host.Monitored("one").State.IsPlannedAnew.Should().BeFalse();
    }

    [Theory]
    [InlineData(IntegrationOrigin.Runtime)]
    [InlineData(IntegrationOrigin.Source)]
    public async Task Load_FixedHasTheIdOfAnotherOwnersIntegration_DoesNotStart(IntegrationOrigin origin)
    {
        Store(FlowHost.Scripted("one", owner: "bob") with { Origin = origin });

        (await FluentActions.Awaiting(() => StartAsync(FlowHost.Scripted("one"))).Should().ThrowAsync<OptionsValidationException>())
            .Which.Failures.Should().ContainSingle().Which.Should().Contain("'one'").And.Contain("'bob'").And.Contain("another id");
        _state.Entries["one"].Stored.Integration.OwnerId.Should().Be("bob");
    }

    [Fact]
    public async Task Load_FixedStandsForAnotherOwnerNow_HasNoHistoryOfTheOther()
    {
        Store(FlowHost.Scripted("one", owner: "bob") with { Origin = IntegrationOrigin.Code }, snapshot => snapshot with { Version = 7, LastSucceededAt = Start });

        await using var host = await StartAsync(FlowHost.Scripted("one"));

        host.Monitored("one").Snapshot.Should().Match<HealthSnapshot>(snapshot => snapshot.Version == 0 && snapshot.LastSucceededAt == null);
        _state.Entries["one"].Stored.Snapshot.LastSucceededAt.Should().BeNull();
    }

    [Fact]
    public async Task Load_SwitchedWhileTheHostWasDown_SettlesTheStatus()
    {
        Store(FlowHost.Scripted("off") with { Enabled = false });
        Store(FlowHost.Scripted("on"), snapshot => snapshot with { Status = IntegrationStatus.Paused });

        await using var host = await StartAsync();

        await host.UntilAsync(() => host.Monitored("off").Snapshot.Status == IntegrationStatus.Paused, "paused");
        await host.UntilAsync(() => host.Monitored("on").Snapshot.Status == IntegrationStatus.Healthy, "resumed and checked", TimeSpan.FromMinutes(7));
        host.Checker.CountOf("off").Should().Be(0);
    }

    [Fact]
    public async Task Load_MoreSwitchedThanMayWait_StartsAllTheSame()
    {
        for (var number = 0; number < 10_500; number++)
            Store(FlowHost.Scripted($"i{number}") with { Enabled = false });

        await using var host = await FlowHost.StartAsync(health => health.Services.AddSingleton(_state), passTimeMeanwhile: true);

        await host.UntilAsync(() => host.Services.GetRequiredService<IntegrationRegistry>().All.All(one => one.Snapshot.Status == IntegrationStatus.Paused), "all");
    }

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private void Store(Integration integration, Func<HealthSnapshot, HealthSnapshot>? change = null)
    {
        var snapshot = HealthSnapshot.Initial(integration.Id, Start);
        _state.Entries[integration.Id] = new InMemoryEntry(integration, change?.Invoke(snapshot) ?? snapshot);
    }

    private Task<FlowHost> StartAsync(params Integration[] inCode) => FlowHost.StartAsync(health =>
    {
        health.Services.AddSingleton(_state);
        foreach (var integration in inCode)
            health.AddIntegration(integration);
    });

    private static async Task<DateTimeOffset?> DueAsync(FlowHost host) =>
        (await host.Services.GetRequiredService<ICheckQueue>().GetDepthAsync(CancellationToken.None)).OldestDueAt;
}
