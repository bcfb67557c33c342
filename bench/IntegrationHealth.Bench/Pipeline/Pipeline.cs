using IntegrationHealth.Realtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Bench.Pipeline;

/// <summary>
/// A host as its users write it: integrations in code, all defaults but those named here, and more of them due each second than one core
/// can check, so that the queue always has a next one. A check counts once its commit is told.
/// </summary>
internal sealed class Pipeline : IContestant
{
    private readonly int _integrations;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("integrationhealth-bench-");
    private readonly IHost _host;
    private readonly CommitCounter _counter;

    public Pipeline(Uri url, string storage, int integrations, string database)
    {
        _integrations = integrations;
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
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
        _host = builder.Build();
        _counter = _host.Services.GetServices<IHealthEventSubscriber>().OfType<CommitCounter>().Single();
    }

    public long Checks => _counter.Failed == 0 ? _counter.Committed : throw new InvalidOperationException($"{_counter.Failed} checks failed.");

    public long ChecksToWarmUp => 2 * _integrations;

    public Task StartAsync() => _host.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _folder.Delete(recursive: true);
    }
}
