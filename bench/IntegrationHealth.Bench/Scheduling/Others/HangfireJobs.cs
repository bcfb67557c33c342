using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;

namespace IntegrationHealth.Bench.Scheduling.Others;

/// <summary>Hangfire with jobs that are there already and do nothing.</summary>
internal sealed class HangfireJobs : IAsyncDisposable
{
    private readonly BackgroundJobServer _server;

    private HangfireJobs(BackgroundJobServer server) => _server = server;

    /// <param name="count">Jobs, all enqueued before the first one runs.</param>
    /// <param name="database">Empty for its storage in memory, else how to reach an empty PostgreSQL database.</param>
    /// <param name="ran">Told of each run.</param>
    public static HangfireJobs Start(int count, string database, Action ran)
    {
        Ran = ran;
        JobStorage storage = database.Length == 0 ? new InMemoryStorage() : PostgreSql(database);
        var client = new BackgroundJobClient(storage);
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => client.Enqueue(() => Run()));
        return new HangfireJobs(new BackgroundJobServer(new BackgroundJobServerOptions(), storage));
    }

    /// <summary>A job, public because Hangfire calls it by its name.</summary>
    public static void Run() => Ran();

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Action Ran { get; set; } = () => { };

    private static PostgreSqlStorage PostgreSql(string database)
    {
        GlobalConfiguration.Configuration.UsePostgreSqlStorage(options => options.UseNpgsqlConnection(database));
        return (PostgreSqlStorage)JobStorage.Current;
    }
}
