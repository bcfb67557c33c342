using System.Globalization;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Pipeline;

/// <summary>What rounds of the contest found: figures of each contestant, and of ours beside the bare loops right before and after them.</summary>
internal sealed class PipelineFigures
{
    public const string BareNew = Contest.Bare + Contest.NewConnections;
    public const string MemoryNew = Contest.Memory + Contest.NewConnections;
    public const string PostgreSqlNew = Contest.PostgreSql + Contest.NewConnections;

    /// <summary>In the order of the report.</summary>
    private static readonly string[] Contestants =
        [Contest.Bare, Contest.Memory, Contest.Sqlite, Contest.PostgreSql, Contest.Blackbox, BareNew, MemoryNew, PostgreSqlNew];

    private readonly Dictionary<string, List<Sample>> _samples = Contestants.ToDictionary(name => name, _ => new List<Sample>(), StringComparer.Ordinal);
    private readonly Dictionary<string, List<double>> _toBare = Contestants.Where(IsOurs).ToDictionary(name => name, _ => new List<double>(), StringComparer.Ordinal);

    public static bool IsNew(string name) => name.EndsWith(Contest.NewConnections, StringComparison.Ordinal);

    public static bool IsOurs(string name) => name is not (Contest.Bare or BareNew or Contest.Blackbox);

    /// <param name="round">All that a round measured, in its order.</param>
    public void Add(IReadOnlyList<(string Name, Sample Sample)> round)
    {
        for (var i = 0; i < round.Count; i++)
        {
            var (name, sample) = round[i];
            _samples[name].Add(sample);
            if (IsOurs(name))
                _toBare[name].Add(sample.ChecksPerCpuSecond / ((Bare(i - 1) + Bare(i + 1)) / 2));

            double Bare(int place) => round[place].Name == (IsNew(name) ? BareNew : Contest.Bare)
                ? round[place].Sample.ChecksPerCpuSecond
                : throw new InvalidOperationException($"{name} does not stand between two runs of its bare loop.");
        }
    }

    public void Describe(BenchReport report)
    {
        report.Conditions["hosts"] = string.Create(CultureInfo.InvariantCulture, $"due {100 * Pipeline.Load:0} % of what each can check on its core, by what it did once it was warm");
        report.Conditions["ratios"] = "checks per CPU second to those of the other, the database's server apart: more is better, and toBlackbox of 10 is a tenth of the exporter's CPU a check; toBare… to the mean of the bare loops right before and after";
        foreach (var name in Contestants)
            Describe(report, name, _samples[name]);
        AddRatio(report, "memoryToBare", _toBare[Contest.Memory]);
        AddRatio(report, "sqliteToBare", _toBare[Contest.Sqlite]);
        AddRatio(report, "postgresqlToBare", _toBare[Contest.PostgreSql]);
        AddRatio(report, "memoryToBareNewConnections", _toBare[MemoryNew]);
        AddRatio(report, "postgresqlToBareNewConnections", _toBare[PostgreSqlNew]);
        // To the exporter that of the whole with PostgreSQL, which does most.
        AddRatio(report, "toBlackbox", ToBlackbox(Contest.PostgreSql));
        AddRatio(report, "toBlackboxNewConnections", ToBlackbox(PostgreSqlNew));
    }

    private static void Describe(BenchReport report, string name, List<Sample> taken)
    {
        Add("checksPerCpuSecond", sample => sample.ChecksPerCpuSecond, "checks/CPU s");
        Add("cpuPerCheck", sample => sample.MicrosecondsPerCheck, "µs");
        if (name != Contest.Blackbox)
            Add("allocatedPerCheck", sample => sample.BytesPerCheck, "B");
        Add("checksPerSecond", sample => sample.ChecksPerSecond, "checks/s");
        Add("coreBusy", sample => sample.CoreBusy, "of one core");
        if (taken.TrueForAll(sample => sample.ServerCpuSeconds is not null))
            Add("serverCpuPerCheck", sample => sample.ServerMicrosecondsPerCheck, "µs, beside the client's");

        void Add(string figure, Func<Sample, double> value, string unit) => report.Add($"{name}.{figure}", Statistics.Median(taken.Select(value)), unit);
    }

    /// <summary>Round by round.</summary>
    private List<double> ToBlackbox(string name) =>
        [.. _samples[name].Zip(_samples[Contest.Blackbox], (ours, exporter) => ours.ChecksPerCpuSecond / exporter.ChecksPerCpuSecond)];

    private static void AddRatio(BenchReport report, string title, List<double> ratios)
    {
        ratios.Sort();
        report.AddRatio(title, Statistics.Percentile(ratios, 0.5));
        report.Add($"{title}.lowest", ratios[0], "ratio");
        report.Add($"{title}.highest", ratios[^1], "ratio");
    }
}
