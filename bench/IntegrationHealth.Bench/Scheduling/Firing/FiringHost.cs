using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Realtime;
using IntegrationHealth.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Bench.Scheduling.Firing;

/// <summary>
/// The whole library, with integrations whose probe answers at once: claimed, checked, evaluated, written and told of. Notes how late each check began, and
/// how long after the end of its probe it was committed.
/// </summary>
internal sealed class FiringHost : IAsyncDisposable
{
    private const string Prefix = "integration-";

    private readonly DirectoryInfo _folder;
    private readonly IHost _host;
    private readonly CheckTimes _checks;

    private FiringHost(DirectoryInfo folder, IHost host, CheckTimes checks) => (_folder, _host, _checks) = (folder, host, checks);

    /// <summary>True once every integration was checked.</summary>
    public bool HasCheckedAll => _checks.HaveAll;

    public static async Task<FiringHost> StartAsync(string storage, int count, TimeSpan interval, string database, FireLog late, FireLog committed)
    {
        var folder = Directory.CreateTempSubdirectory("integrationhealth-bench-");
        var checks = new CheckTimes(count, late, committed);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<ICheckQueue>(services => new SpreadQueue(new DueTimes(count, interval), checks, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(checks);
        builder.Services.AddIntegrationHealth(health =>
        {
            health.Configure(options => options.Checks.Interval = interval);
            health.AddProvider(new ProviderDefinition
            {
                Name = "bench",
                DisplayName = "Bench",
                SettingsType = JsonSerializerOptions.Web.GetTypeInfo(typeof(Dictionary<string, JsonElement>)),
                CreateChecker = _ => new Prompt(checks),
            });
            for (var i = 0; i < count; i++)
                health.AddIntegration(new Integration { Id = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{i:D7}"), Provider = "bench", Name = "Bench" });
            health.AddHealthEventSubscriber<CommitWatch>();
            if (storage == FireContest.Sqlite)
                health.UseSqlite($"Data Source={Path.Combine(folder.FullName, "health.db")}");
            if (storage == FireContest.PostgreSql)
                health.UsePostgreSql(database);
        });
        var host = builder.Build();
        await host.StartAsync();
        await ((SpreadQueue)host.Services.GetRequiredService<ICheckQueue>()).Filled;
        return new FiringHost(folder, host, checks);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int NumberOf(string id) => int.Parse(id.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>What each integration's last check was due at, and when its probe ended.</summary>
    private sealed class CheckTimes(int count, FireLog late, FireLog committed)
    {
        private readonly DateTimeOffset[] _due = new DateTimeOffset[count];
        private readonly long[] _ended = new long[count];

        public bool HaveAll => Array.TrueForAll(_ended, static at => at != 0);

        public void Claimed(in CheckLease lease) => _due[NumberOf(lease.IntegrationId)] = lease.DueAt;

        public void Probed(string id)
        {
            var number = NumberOf(id);
            late.Add(TimeProvider.System.GetUtcNow() - _due[number]);
            _ended[number] = Stopwatch.GetTimestamp();
        }

        public void Committed(string id) => committed.Add(Stopwatch.GetElapsedTime(_ended[NumberOf(id)]));
    }

    /// <summary>
    /// First checks over the whole interval from the first claim on, not within the minute in which a host makes them: a window of seconds is then as any
    /// later one, and nothing is late because the host was long in starting.
    /// </summary>
    private sealed class SpreadQueue(DueTimes due, CheckTimes checks, TimeProvider time) : ForwardingQueue(time)
    {
        private readonly TimeProvider _time = time;
        private readonly Lock _gate = new();
        private readonly TaskCompletionSource _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private List<ScheduledCheck>? _held = [];

        /// <summary>Ends with the first claim: a host with many integrations has started long before it knows all of them.</summary>
        public Task Filled => _filled.Task;

        public override ValueTask AddAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                if (_held is null)
                    return base.AddAsync(checks, cancellationToken);
                _held.AddRange(checks);
                return ValueTask.CompletedTask;
            }
        }

        public override async ValueTask<CheckClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
        {
            List<ScheduledCheck>? held;
            lock (_gate)
                (held, _held) = (_held, null);
            if (held is not null)
            {
                var began = _time.GetUtcNow();
                await base.AddAsync([.. held.Select(check => check with { DueAt = began + due.First(NumberOf(check.IntegrationId)) })], cancellationToken);
                _filled.SetResult();
            }

            var claim = await base.ClaimAsync(max, lease, cancellationToken);
            foreach (var one in claim.Leases)
                checks.Claimed(one);
            return claim;
        }
    }

    private sealed class Prompt(CheckTimes checks) : IIntegrationChecker
    {
        public ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken)
        {
            checks.Probed(context.Integration.Id);
            return new(CheckResult.Success());
        }
    }

    private sealed class CommitWatch(CheckTimes checks) : IHealthEventSubscriber
    {
        public ValueTask OnCommittedAsync(IReadOnlyList<HealthEvent> events, CancellationToken cancellationToken)
        {
            foreach (var change in events)
                checks.Committed(change.Integration.Id);
            return ValueTask.CompletedTask;
        }
    }
}
