using System.Diagnostics;

namespace IntegrationHealth.Testing;

/// <summary>A real PostgreSQL server of a test's own: a temporary folder, a free port of 127.0.0.1, no service of the machine.</summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _postgres;
    private ServerProcess? _process;

    private PostgreSqlServer(string folder, string postgres, int port)
    {
        _folder = folder;
        _postgres = postgres;
        Port = port;
    }

    /// <summary>The same over all its starts.</summary>
    public int Port { get; }

    /// <summary>Superuser, no password, without pooling, so that a test's own connections notice a restart.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Timeout=3;Pooling=false";

    /// <summary>Makes a cluster and starts it. Skips the test where PostgreSQL is not installed, or fails it in CI.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="initialize">More arguments of initdb.</param>
    public static async Task<PostgreSqlServer> StartNewAsync(CancellationToken cancellationToken, params string[] initialize)
    {
        var initdb = Programs.FindPostgreSql("initdb");
        var postgres = Programs.FindPostgreSql("postgres");
        if (initdb is null || postgres is null)
            TestRequirement.Missing("PostgreSQL is not installed: neither PATH nor /usr/lib/postgresql holds initdb and postgres.");
        var folder = Directory.CreateTempSubdirectory("ih-postgresql-").FullName;
        await UnprivilegedUser.GiveAsync(folder, cancellationToken);
        var data = Path.Combine(folder, "data");
        await ServerProcess.RunAsync(
            UnprivilegedUser.Start(
                initdb!, folder, ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", .. initialize]),
            cancellationToken);
        var server = new PostgreSqlServer(folder, postgres!, FreePort.Next());
        await server.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts it, or starts it again after a stop.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ProcessStartInfo start = UnprivilegedUser.Start(
            _postgres, _folder, "-D", Path.Combine(_folder, "data"), "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "logging_collector=off");
        start.Environment["LC_ALL"] = "C";
        _process = ServerProcess.Start(start);
        await _process.ReadyAsync(line => line.Contains("database system is ready to accept connections", StringComparison.Ordinal), cancellationToken);
    }

    /// <summary>A fast shutdown: open connections are cut.</summary>
    public Task StopAsync() => Running.StopAsync(interrupt: true);

    /// <summary>
    /// Lets backends that start from now on write no file longer than this, which they take as a full disk; null for no limit.
    /// </summary>
    public Task LimitFilesAsync(int? bytes, CancellationToken cancellationToken)
    {
        var prlimit = Programs.Find("prlimit");
        if (prlimit is null)
            TestRequirement.Missing("prlimit (util-linux) is not on the PATH.");
        // The soft limit alone: raising a hard one again needs rights. Its own user may set it, where root of a container may not.
        var start = UnprivilegedUser.Start(prlimit!, _folder, "--pid", $"{Running.Id}", bytes is null ? "--fsize=unlimited:" : $"--fsize={bytes}:");
        return ServerProcess.RunAsync(start, cancellationToken);
    }

    /// <summary>Ends it as a crash would.</summary>
    public Task KillAsync() => Running.KillAsync();

    private ServerProcess Running => _process ?? throw new InvalidOperationException("PostgreSQL was not started.");

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await _process.StopAsync(interrupt: true);
        if (_process is not null)
            await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
