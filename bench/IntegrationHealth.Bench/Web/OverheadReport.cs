using System.Globalization;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Web;

/// <summary>What the windows of load say.</summary>
/// <param name="reads">Of reads of a status and of the bare endpoint beside them.</param>
/// <param name="lost">Of the bare endpoint, without integrations and with them.</param>
/// <param name="readRounds">Windows of each of <paramref name="reads"/>.</param>
/// <param name="lostRounds">Windows of each of <paramref name="lost"/>.</param>
/// <param name="window">How long each is.</param>
internal sealed class OverheadReport(
    Dictionary<string, List<LoadSample>> reads, Dictionary<string, List<LoadSample>> lost, int readRounds, int lostRounds, TimeSpan window)
{
    private readonly BenchReport _report = new("overhead");

    public BenchReport Describe()
    {
        _report.Conditions["storage"] = "SQLite, durable, but for bare and status";
        _report.Conditions["jit"] = "without profiles (TieredPGO=0), so that the hosts run the same code";
        _report.Conditions["connections"] = WrkLoad.Connections.ToString(CultureInfo.InvariantCulture);
        _report.Conditions["rounds"] = string.Create(CultureInfo.InvariantCulture,
            $"{readRounds} of reads and {lostRounds} of what is lost, interleaved, forwards and backwards, {window.TotalSeconds:0} s each; medians of pairs");
        _report.Conditions["pinned"] = Machine.ClientCore is { } core ? $"hosts to core {core}, wrk and the far end to core {Machine.ServerCore}" : "no";
        // Without integrations is in both; beside what is lost it counts.
        foreach (var (name, taken) in reads.Where(read => !lost.ContainsKey(read.Key)).Concat(lost))
        {
            _report.Add($"{name}.cpuPerRequest", Statistics.Median(taken.Select(sample => sample.Microseconds)), "µs");
            _report.Add($"{name}.requestsPerSecond", Statistics.Median(taken.Select(sample => sample.PerSecond)), "requests/s");
            _report.Add($"{name}.coreBusy", Statistics.Median(taken.Select(sample => sample.Busy)), "of one core");
        }

        _report.Add("checking.checksPerSecond", Statistics.Median(lost["checking"].Select(sample => sample.ChecksPerSecond)), "checks/s");
        _report.AddRatio("statusToBare", Statistics.Median(PairsOf(reads, "status", "bare", (status, bare) => status.Microseconds / bare.Microseconds)));
        _report.AddRatio("statusSqliteToBare", Statistics.Median(PairsOf(reads, "statusSqlite", "without", (status, bare) => status.Microseconds / bare.Microseconds)));
        foreach (var (suffix, before) in ((string, string)[])[("", "without"), ("ToChecks", "resting")])
        {
            AddLoss($"throughputLost{suffix}", before, (checking, other) => 1 - (checking.PerSecond / other.PerSecond));
            AddLoss($"cpuLost{suffix}", before, (checking, other) => 1 - (other.Microseconds / checking.Microseconds));
        }

        return _report;
    }

    private void AddLoss(string name, string before, Func<LoadSample, LoadSample, double> loss)
    {
        var pairs = PairsOf(lost, "checking", before, loss).Order().ToList();
        _report.AddRatio(name, Statistics.Percentile(pairs, 0.5));
        _report.Add($"{name}.lowest", pairs[0], "ratio");
        _report.Add($"{name}.highest", pairs[^1], "ratio");
    }

    private static IEnumerable<double> PairsOf(
        Dictionary<string, List<LoadSample>> samples, string one, string other, Func<LoadSample, LoadSample, double> ratio) => samples[one].Zip(samples[other], ratio);
}
