using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;

namespace IntegrationHealth.Bench.Scheduling.Others;

/// <summary>Hangfire with jobs that are there already and do nothing. Defaults otherwise.</summary>
internal sealed class HangfireJobs
{
    private readonly JobStorage _storage;
    private readonly BackgroundJobClient _client;
    private readonly int _workers;

    /// <param name="database">Empty for its storage in memory, else how to reach an empty PostgreSQL database.</param>
    /// <param name="workers">Jobs at once.</param>
    /// <param name="ran">Told of each run.</param>
    public HangfireJobs(string database, int workers, Action ran)
    {
        Ran = ran;
        _storage = database.Length == 0 ? new InMemoryStorage() : PostgreSql(database);
        _client = new BackgroundJobClient(_storage);
        _workers = workers;
    }

    /// <summary>Enqueues a lot, and starts a server for it once all are there; to be disposed before the next one.</summary>
    public IAsyncDisposable Start(int jobs)
    {
        Parallel.For(0, jobs, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => _client.Enqueue(() => Run()));
        return new Server(new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = _workers }, _storage));
    }

    /// <summary>A job, public because Hangfire calls it by its name.</summary>
    public static void Run() => Ran();

    private static Action Ran { get; set; } = () => { };

    private static PostgreSqlStorage PostgreSql(string database)
    {
        GlobalConfiguration.Configuration.UsePostgreSqlStorage(options => options.UseNpgsqlConnection(database));
        return (PostgreSqlStorage)JobStorage.Current;
    }

    private sealed class Server(BackgroundJobServer server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            // What it does behind its jobs must not fall into the time of the next ones.
            server.SendStop();
            await server.WaitForShutdownAsync(CancellationToken.None);
            server.Dispose();
        }
    }
}
