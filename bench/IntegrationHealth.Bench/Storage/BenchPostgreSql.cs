using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Bench.Running;
using Npgsql;

namespace IntegrationHealth.Bench.Storage;

/// <summary>
/// A PostgreSQL server of the benchmark's own with durable default settings: a temporary folder, a free port of 127.0.0.1. Or the one that
/// the environment variable INTEGRATIONHEALTH_BENCH_POSTGRESQL names.
/// </summary>
internal sealed class BenchPostgreSql : IAsyncDisposable
{
    private const string Variable = "INTEGRATIONHEALTH_BENCH_POSTGRESQL";
    private readonly DirectoryInfo? _folder;
    private readonly Process? _process;

    private BenchPostgreSql(string connectionString, DirectoryInfo? folder = null, Process? process = null) =>
        (ConnectionString, _folder, _process) = (connectionString, folder, process);

    public string ConnectionString { get; }

    /// <summary>The process whose children serve connections; null for a server that somebody else runs.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>What the server said since it was ready.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    public static async Task<BenchPostgreSql> StartAsync(int? core)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
            return new BenchPostgreSql(given);

        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (programs is null)
            throw new InvalidOperationException($"PostgreSQL is not installed under /usr/lib/postgresql; name a server in {Variable}.");
        var folder = Directory.CreateTempSubdirectory("integrationhealth-bench-postgresql-");
        var data = Path.Combine(folder.FullName, "data");
        await RunAsync("chown", [UserName, folder.FullName]);
        await RunAsync(AsUser, [Path.Combine(programs, "bin", "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]);
        var port = FreePort.Next();
        var server = Machine.Pinned(core,
        [
            .. AsUser, Path.Combine(programs, "bin", "postgres"), "-D", data, "-p", port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
        ]);
        var process = Process.Start(new ProcessStartInfo(server[0], server[1..]) { RedirectStandardError = true })!;
        var said = new List<string>();
        do
        {
            if (await process.StandardError.ReadLineAsync() is not { } line)
            {
                await process.WaitForExitAsync();
                folder.Delete(recursive: true);
                throw new InvalidOperationException($"PostgreSQL ended with code {process.ExitCode} at its start:\n{string.Join('\n', said)}");
            }

            said.Add(line);
        }
        while (!said[^1].Contains("ready to accept", StringComparison.Ordinal));

        var running = new BenchPostgreSql($"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres", folder, process);
        _ = running.FollowAsync();
        return running;
    }

    /// <summary>Removes a database and writes out what is left to write, so that nothing of it is cleaned up in the time of the next contestant.</summary>
    public Task ForgetDatabaseAsync(string name) => ExecuteAsync($"drop database if exists {name} with (force)", "checkpoint");

    /// <summary>Makes an empty database, in place of one of that name, and answers how to reach it.</summary>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await ExecuteAsync($"drop database if exists {name} with (force)", $"create database {name}");
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ToString();
    }

    private async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        foreach (var sql in statements)
        {
#pragma warning disable CA2100 // The benchmark's own text.
            await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
    }

    private async Task FollowAsync()
    {
        while (await _process!.StandardError.ReadLineAsync() is { } line)
            Log.Enqueue(line);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        await RunAsync("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder!.Delete(recursive: true);
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static string[] AsUser => Environment.UserName == "root" ? ["setpriv", $"--reuid={UserName}", $"--regid={UserName}", "--clear-groups"] : ["env"];

    private static string UserName => Environment.UserName == "root" ? "postgres" : Environment.UserName;

    private static Task RunAsync(string[] command, string[] arguments) => RunAsync(command[0], [.. command[1..], .. arguments]);

    private static async Task RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with code {process.ExitCode}.");
    }
}
