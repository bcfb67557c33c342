using IntegrationHealth.Bench.Running;
using IntegrationHealth.Realtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Bench.Pipeline;

/// <summary>
/// A host as its users write it: integrations in code, all defaults but those named here, and as many of them due each second as are <see cref="Load"/> of what it can
/// check. A check counts once its commit is told.
/// </summary>
internal sealed class Pipeline(Uri url, string storage, int integrations, string database) : IContestant
{
    /// <summary>One that is given more than it can check puts off what is due and pays for that, and one that is given little wakes up for fewer at once.</summary>
    public const double Load = 0.95;

    /// <summary>A load that is this near is not taken anew.</summary>
    private const double Near = 0.05;

    /// <summary>Of what is due: one that checks less does not keep up.</summary>
    private const double KeepsUp = 0.95;

    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("integrationhealth-bench-");
    private int _integrations = integrations;
    private IHost? _host;
    private CommitCounter _counter = new();
    private CancellationToken _stopping;

    public long Checks => _counter.Committed;

    public async Task StartAsync()
    {
        var host = Build();
        _host = host;
        _counter = host.Services.GetServices<IHealthEventSubscriber>().OfType<CommitCounter>().Single();
        _stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await host.StartAsync();
        await Waiting.UntilAsync(AreChecked, LongestStart, FormattableString.Invariant($"the first checks of {_integrations} integrations"));

        bool AreChecked()
        {
            ThrowIfBroken();
            return Checks >= _integrations;
        }
    }

    /// <summary>
    /// By another host in the same process, on the same storage: integrations that are added to a running one are not its own code's, and their addresses pass the outbound
    /// guard, which is another path.
    /// </summary>
    public async Task<bool> TakeLoadAsync(Sample seen)
    {
        // One that does not keep up with its core half idle is held up by something else, such as the database's server, and can do no more than it does.
        var can = seen.ChecksPerSecond < KeepsUp * _integrations ? Math.Min(seen.ChecksPerCpuSecond, seen.ChecksPerSecond) : seen.ChecksPerCpuSecond;
        // A second in which the machine did something else must not leave it with next to nothing.
        var wanted = Math.Max((int)(Load * can), _integrations / 2);
        if (Math.Abs(wanted - _integrations) <= Near * _integrations)
            return false;
        await StopAsync();
        _integrations = wanted;
        await StartAsync();
        return true;
    }

    public void ThrowIfBroken()
    {
        if (_counter.Failed > 0)
            throw new InvalidOperationException($"{_counter.Failed} of {_counter.Committed} checks failed, the first by {_counter.FirstFailure}.");
        if (_stopping.IsCancellationRequested)
            throw new InvalidOperationException("The host stopped by itself; its log says why.");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        finally
        {
            _folder.Delete(recursive: true);
        }
    }

    private async Task StopAsync()
    {
        if (_host is not { } host)
            return;
        _host = null;
        using (host)
            await host.StopAsync();
    }

    private IHost Build()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // Standard output is for the sample.
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddIntegrationHealth(health =>
        {
            health.Configure(options =>
            {
                options.Checks.Interval = TimeSpan.FromSeconds(1);
                // One provider may take half of it.
                options.Checks.MaxConcurrency = 2 * Contest.Concurrency;
            });
            for (var i = 0; i < _integrations; i++)
                health.AddHttp($"integration-{i:D6}", url.AbsoluteUri);
            health.AddHealthEventSubscriber<CommitCounter>();
            if (storage == Contest.Sqlite)
                health.UseSqlite($"Data Source={Path.Combine(_folder.FullName, "health.db")}");
            if (storage == Contest.PostgreSql)
                health.UsePostgreSql(database);
        });
        return builder.Build();
    }
}
