using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Reading;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Testing;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Storage.PostgreSql.Tests;

/// <summary>A whole host while its database, or its clock, is at fault.</summary>
public sealed class HostFaultTests(SharedServer shared)
{
    private static readonly string[] Ids = [.. Enumerable.Range(0, 20).Select(i => $"i{i}")];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly SettableClock _time = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly CountingChecker _checker = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_Stopped_ChecksGoOnFromMemoryAndEveryResultIsStoredOnceItIsBack()
    {
        await using var server = await PostgreSqlServer.StartNewAsync(Stop);
        using var host = await StartAsync(server.ConnectionString);
        var state = host.Services.GetRequiredService<WriterState>();
        await UntilAsync(() => AllChecked(1), "first checks");
        await UntilAsync(async () => await StoredAsync(host) == _checker.Total, "first checks are stored");

        await server.StopAsync();
        var before = Ids.ToDictionary(id => id, _checker.CountOf);
        await UntilAsync(() => Ids.All(id => _checker.CountOf(id) > before[id]), "each is checked while storage is away");

        await UntilAsync(() => state.FailingSince is not null && state.Waiting > 0, "it says that it cannot store");
        await server.StartAsync(Stop);

        await UntilAsync(() => state.FailingSince is null, "it stores again");
        await UntilAsync(async () => await StoredAsync(host) == _checker.Total, "every check is in history, once");
        await StopAsync(host);
    }

    [Fact]
    public async Task Clock_SetBackADay_ChecksGoOnAndAreStored()
    {
        using var host = await StartAsync(await shared.CreateDatabaseAsync(Stop));
        await UntilAsync(() => AllChecked(1), "first checks");
        _time.Set = TimeSpan.FromDays(-1);
        var set = _time.GetUtcNow();

        await UntilAsync(() => AllChecked(3), "checks go on");

        await UntilAsync(
            async () => (await host.Services.GetRequiredService<IHealthReader>().GetAsync(Ids, Stop))
                .All(stored => stored.Snapshot.LastCheckedAt is { } at && at > set && at < set.AddHours(12)),
            "the state is that of the checks since");
        await StopAsync(host);
    }

    private static async Task<int> StoredAsync(IHost host)
    {
        var history = host.Services.GetRequiredService<IHistoryReader>();
        var stored = 0;
        foreach (var id in Ids)
            stored += (await history.GetChecksAsync(id, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 10_000, Stop)).Count;
        return stored;
    }

    private bool AllChecked(int times) => Ids.All(id => _checker.CountOf(id) >= times);

    private async Task<IHost> StartAsync(string connectionString)
    {
        var host = new HostBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(services => services.AddSingleton<TimeProvider>(_time).AddIntegrationHealth(health =>
            {
                health.UsePostgreSql(connectionString);
                health.AddProvider(new ProviderDefinition
                {
                    Name = "counting",
                    DisplayName = "Counting",
                    SettingsType = CountingJson.Default.CountingSettings,
                    CreateChecker = _ => _checker,
                });
                foreach (var id in Ids)
                    health.AddIntegration(new Integration { Id = id, Provider = "counting", Name = id, Interval = TimeSpan.FromSeconds(10) });
            }))
            .Build();
        await PassUntilDoneAsync(host.StartAsync(Stop), "the host starts");
        return host;
    }

    private Task StopAsync(IHost host) => PassUntilDoneAsync(host.StopAsync(CancellationToken.None), "the host stops");

    private async Task PassUntilDoneAsync(Task task, string what)
    {
        await UntilAsync(() => task.IsCompleted, what);
        await task;
    }

    private Task<bool> UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    /// <summary>The host's time passes in steps, while the database takes the time it takes.</summary>
    private Task<bool> UntilAsync(Func<Task<bool>> condition, string what) => WaitFor.ValueAsync(
        async () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            return await condition();
        },
        met => met, Patience, what, Stop);

    private sealed class CountingChecker : IIntegrationChecker
    {
        private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

        public int Total => _counts.Values.Sum();

        public int CountOf(string id) => _counts.GetValueOrDefault(id);

        public ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken)
        {
            _counts.AddOrUpdate(context.Integration.Id, 1, (_, count) => count + 1);
            return new(CheckResult.Success());
        }
    }
}

internal sealed class CountingSettings;

[JsonSerializable(typeof(CountingSettings))]
internal sealed partial class CountingJson : JsonSerializerContext;
