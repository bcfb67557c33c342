using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntegrationHealth.Bench.Storage;

/// <summary>Plans of what a host really sends: its connections have PostgreSQL's auto_explain write them to the log of the server.</summary>
internal sealed class PlanReader : IAsyncDisposable
{
    private const string Options = "-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c auto_explain.log_analyze=on "
        + "-c auto_explain.log_timing=off";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly BenchPostgreSql _server;
    private readonly NpgsqlConnection _marker;
    private int _marks;

    private PlanReader(BenchPostgreSql server, ServiceProvider services, NpgsqlConnection marker) =>
        (_server, Services, _marker) = (server, services, marker);

    public ServiceProvider Services { get; }

    public static async Task<PlanReader> StartAsync(BenchPostgreSql server, string database)
    {
        var explained = new NpgsqlConnectionStringBuilder(database) { Options = Options }.ToString();
        var marker = new NpgsqlConnection(explained);
        await marker.OpenAsync();
        return new PlanReader(server, Reads.Build(explained), marker);
    }

    /// <summary>The plans of all that <paramref name="run"/> sends, one after another.</summary>
    /// <exception cref="InvalidOperationException">There are none: what was not seen must not count as good.</exception>
    public async Task<string> ExplainAsync(string name, Func<Task> run)
    {
        await MarkAsync();
        await run();
        var plans = string.Join("\n", Plans(await MarkAsync()));
        return plans.Length > 0 ? plans : throw new InvalidOperationException($"{name} has no plan: it sent nothing to the database, or auto_explain did not write it to the log.");
    }

    /// <summary>Scans of raw history that do not find the integrations asked for by an index: a filter reads all and throws the most away.</summary>
    public static int CountScansOfHistory(string plans)
    {
        var nodes = new List<List<string>>();
        foreach (var line in plans.Split('\n'))
        {
            if (line.Contains("(cost=", StringComparison.Ordinal))
                nodes.Add([]);
            if (nodes.Count > 0)
                nodes[^1].Add(line);
        }

        return nodes.Count(node => node[0].Contains("on integration_health_history", StringComparison.Ordinal)
            && (node[0].Contains("Seq Scan", StringComparison.Ordinal)
                || !node.Exists(line => line.Contains("Cond: ", StringComparison.Ordinal) && line.Contains("iid = ", StringComparison.Ordinal))));
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await _marker.DisposeAsync();
    }

    /// <summary>Waits until the log has come to here, and takes what stands in it.</summary>
    private async Task<List<string>> MarkAsync()
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"'mark {++_marks}'");
#pragma warning disable CA2100 // The benchmark's own text.
        await using (var command = new NpgsqlCommand($"select {mark}", _marker))
#pragma warning restore CA2100
            await command.ExecuteScalarAsync();
        var lines = new List<string>();
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (TimeProvider.System.GetElapsedTime(began) > Longest)
                throw new TimeoutException($"The plan of {mark} was not in the server's log after {Longest.TotalSeconds:0} s: is auto_explain there (postgresql-contrib)?");
            if (!_server.Log.TryDequeue(out var line))
                await Task.Delay(10);
            else if (line.Contains(mark, StringComparison.Ordinal))
                return lines;
            else
                lines.Add(line);
        }
    }

    /// <summary>The lines of plans alone, without the text of the query before each.</summary>
    private static IEnumerable<string> Plans(List<string> lines)
    {
        var inPlan = false;
        // What is left of the mark before comes first.
        foreach (var line in lines.SkipWhile(line => line.StartsWith('\t')))
        {
            inPlan = line.StartsWith('\t') && (inPlan || line.Contains("(cost=", StringComparison.Ordinal));
            if (inPlan)
                yield return line[1..];
        }
    }
}
