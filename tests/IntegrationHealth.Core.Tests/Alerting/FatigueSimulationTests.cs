using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>
/// A day of 10,000 integrations at 5 min: one outage of a provider for 30 min, 1 % of all probes failing at random, one integration that fails and
/// works for ten minutes in turn, and 25 that really break. What docs/alerting.md says about fatigue is counted here.
/// </summary>
public sealed class FatigueSimulationTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Day_OfTenThousand_TellsTheOutageTwice_TheFlapperSeldom_NoNoise_AndMissesNothingReal()
    {
        var day = new SimulatedDay();
        await day.RunAsync(Day, Ablations);
        foreach (var line in day.Report())
            output.WriteLine(line);

        day.Of("ops", day.IsOfOutage).Should().HaveCountLessThanOrEqualTo(2);
        day.Of("ops", alert => alert.IntegrationId == SimulatedDay.Flapper).GroupBy(told => told.Message.Timestamp.Hour)
            .Should().OnlyContain(hour => hour.Count() <= 1);
        day.Of("ops", day.IsShortNoise).Should().BeEmpty();
        day.Of("ops", day.IsNoise).Count.Should().BeLessThanOrEqualTo(4, "four probes in a row, minutes apart, fail by chance once or twice a day among 2.9 million");
        day.Missed("ops").Should().BeEmpty();
        day.FirstTellings.Should().BeGreaterThan(20_000, "without any of it every blip would be told");
        day.Of("no-pending", day.IsNoise).Should().NotBeEmpty("or the pending time would be for nothing");
        day.Of("no-keep-firing", alert => alert.IntegrationId == SimulatedDay.Flapper).Count
            .Should().BeGreaterThan(day.Of("ops", alert => alert.IntegrationId == SimulatedDay.Flapper).Count);
    }

    /// <summary>Two hours around the outage, where no rule speaks for the whole provider.</summary>
    [Fact]
    public async Task Outage_WithoutARuleThatSpeaksForIt_ReachesPeopleThroughItsVictims()
    {
        var hours = new SimulatedDay { OutageAt = TimeSpan.FromMinutes(40), WithOutageRule = false };
        await hours.RunAsync(TimeSpan.FromHours(2), [Rule("ops"), Rule("no-grouping") with { GroupBy = [], GroupInterval = TimeSpan.Zero }]);

        output.WriteLine($"without inhibition, grouped: {hours.Of("ops", hours.IsOfOutage).Count}, ungrouped: {hours.Of("no-grouping", hours.IsOfOutage).Count}");
        hours.Of("ops", hours.IsOfOutage).Count.Should().BeGreaterThan(2);
        hours.Of("no-grouping", hours.IsOfOutage).Count.Should().BeGreaterThan(hours.Of("ops", hours.IsOfOutage).Count * 10);
    }

    private static AlertRule[] Ablations =>
    [
        Rule("ops"), Rule("no-pending") with { Pending = TimeSpan.Zero },
        Rule("no-grouping") with { GroupBy = [], GroupWait = TimeSpan.Zero, GroupInterval = TimeSpan.Zero },
        Rule("no-keep-firing") with { KeepFiring = TimeSpan.Zero, Cooldown = TimeSpan.Zero },
    ];

    private static AlertRule Rule(string channel) =>
        DefaultRules.All.Single(rule => rule.Id == "default-failing") with { Id = $"failing-{channel}", ChannelIds = [channel] };

    private sealed class SimulatedDay
    {
        public const string Flapper = "flapper";

        private const int Count = 10_000;
        private const int OfVendor = 4_000;

        private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);
        private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
        private static readonly TimeSpan OutageLength = TimeSpan.FromMinutes(30);
        private static readonly TimeSpan FlapPhase = TimeSpan.FromMinutes(10);

        private readonly Random _random = new(20260101);
        private readonly Dictionary<string, TimeSpan> _breaksAt = [];
        private readonly Dictionary<string, bool> _failed = [];
        private readonly List<Notification> _told = [];

        public TimeSpan OutageAt { get; init; } = TimeSpan.FromHours(10);

        public bool WithOutageRule { get; init; } = true;

        /// <summary>What somebody would be told who is told of each first failure and each recovery.</summary>
        public int FirstTellings { get; private set; }

        public bool IsOfOutage(Alert alert) => alert.IntegrationId is null || (alert.IntegrationId.StartsWith("vendor", StringComparison.Ordinal)
            && !_breaksAt.ContainsKey(alert.IntegrationId) && alert.StartedAt >= AlertingBench.Start + OutageAt
            && alert.StartedAt <= AlertingBench.Start + OutageAt + OutageLength + Interval);

        public bool IsNoise(Alert alert) => !IsOfOutage(alert) && alert.IntegrationId != Flapper && !_breaksAt.ContainsKey(alert.IntegrationId!);

        /// <summary>Noise that was told although its probes did not fail for as long as the pending time.</summary>
        public bool IsShortNoise(Alert alert) => IsNoise(alert) && alert.FiredAt - alert.StartedAt < TimeSpan.FromMinutes(2);

        public IReadOnlyList<Notification> Of(string channel, Func<Alert, bool> of) => [.. _told.Where(notification =>
            notification.ChannelId == channel && notification.Message.Alerts.Any(told => told.IsNews && of(told.Alert)))];

        public IReadOnlyList<string> Missed(string channel) => [.. _breaksAt.Keys.Except(Of(channel, alert => alert.State != AlertState.Resolved)
            .SelectMany(notification => notification.Message.Alerts).Select(told => told.Alert.IntegrationId!))];

        public IEnumerable<string> Report()
        {
            yield return $"first failures and recoveries: {FirstTellings}";
            foreach (var channel in _told.GroupBy(notification => notification.ChannelId))
            {
                yield return $"{channel.Key}: {channel.Count()} notifications; outage {Of(channel.Key, IsOfOutage).Count}, "
                    + $"flapper {Of(channel.Key, alert => alert.IntegrationId == Flapper).Count}, noise {Of(channel.Key, IsNoise).Count}, "
                    + $"real {Of(channel.Key, alert => alert.IntegrationId is { } id && _breaksAt.ContainsKey(id)).Count} (missed {Missed(channel.Key).Count})";
            }
        }

        public async Task RunAsync(TimeSpan length, IReadOnlyList<AlertRule> rules)
        {
            await using var bench = await AlertingBench.StartAsync();
            foreach (var channel in rules.SelectMany(rule => rule.ChannelIds).Where(id => id != "ops"))
                await bench.SaveAsync(new NotificationChannel { Id = channel, Name = channel, Type = "recording" });
            foreach (var rule in rules)
                await bench.SaveAsync(rule);
            if (WithOutageRule)
                await bench.SaveAsync(DefaultRules.All.Single(rule => rule.Id == "default-provider-outage") with { ChannelIds = [.. rules.SelectMany(rule => rule.ChannelIds)] });
            var due = await PopulateAsync(bench, length);

            var evaluator = bench.Services.GetRequiredService<BatchEvaluator>();
            var registry = bench.Services.GetRequiredService<IntegrationRegistry>();
            for (var step = 0; bench.Now < AlertingBench.Start + length; step++)
            {
                bench.Time.Advance(Step);
                await CheckAsync(bench, due, registry);
                foreach (var outage in evaluator.TakeEnded())
                {
                    foreach (var victim in registry.All.Where(monitored => monitored.Snapshot.OutageId == outage.Id))
                        due.Enqueue(victim.Integration.Id, DueTimeSpreader.First(victim.Integration.Id, bench.Now, Interval, Count));
                }

                await bench.TickAsync();
                if (step % 100 == 0)
                    _told.AddRange(await bench.TakeAsync());
            }

            _told.AddRange(await bench.TakeAsync());
        }

        private async Task<PriorityQueue<string, DateTimeOffset>> PopulateAsync(AlertingBench bench, TimeSpan length)
        {
            var due = new PriorityQueue<string, DateTimeOffset>();
            for (var i = 0; i < Count; i++)
            {
                var id = i == 0 ? Flapper : i <= OfVendor ? $"vendor-{i:d5}" : $"other-{i:d5}";
                await bench.AddAsync(new Integration { Id = id, Name = id, Provider = id[0] == 'v' ? "vendor" : "scripted", OwnerId = "o", Interval = Interval });
                due.Enqueue(id, AlertingBench.Start + (Interval * (i / (double)Count)));
                if (i > 0 && i % (Count / 25) == 7)
                    _breaksAt[id] = length * (0.05 + (0.8 * _random.NextDouble()));
            }

            return due;
        }

        private async Task CheckAsync(AlertingBench bench, PriorityQueue<string, DateTimeOffset> due, IntegrationRegistry registry)
        {
            var batch = new Dictionary<string, Observation>(StringComparer.Ordinal);
            while (due.TryPeek(out var id, out var at) && at <= bench.Now)
            {
                due.Dequeue();
                batch.TryAdd(id, new Observation(ResultOf(id, bench.Now - AlertingBench.Start), bench.Now, 50));
            }

            foreach (var chunk in batch.Chunk(1_000))
                await bench.WriteAsync([.. chunk.Select(pair => (pair.Key, pair.Value))]);
            foreach (var id in batch.Keys)
            {
                registry.TryGet(id, out var monitored);
                due.Enqueue(id, monitored!.Snapshot.NextCheckAt!.Value);
            }
        }

        private CheckResult ResultOf(string id, TimeSpan at)
        {
            var failure = _breaksAt.TryGetValue(id, out var breaks) && at >= breaks ? CheckFailure.Of(FailureKind.Misconfigured, "broken")
                : id[0] == 'v' && at >= OutageAt && at < OutageAt + OutageLength ? CheckFailure.Of(FailureKind.ProviderOutage, "503")
                : id == Flapper && (long)(at / FlapPhase) % 2 == 1 ? CheckFailure.Of(FailureKind.Timeout, "flaps")
                : _random.NextDouble() < 0.01 ? CheckFailure.Of(FailureKind.Timeout, "noise")
                : null;
            if (_failed.GetValueOrDefault(id) != failure is not null)
                FirstTellings++;
            _failed[id] = failure is not null;
            return failure is null ? CheckResult.Success() : CheckResult.Failed(failure);
        }
    }
}
