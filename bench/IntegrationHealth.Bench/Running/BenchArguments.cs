using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace IntegrationHealth.Bench.Running;

/// <summary>What the command line asks for: <c>NAME [--json FILE] [--full]</c>.</summary>
internal sealed record BenchArguments(Benchmark Benchmark, string? JsonFile, bool Full)
{
    public static bool TryParse(
        IReadOnlyList<string> args, IReadOnlyList<Benchmark> benchmarks, [NotNullWhen(true)] out BenchArguments? arguments,
        [NotNullWhen(false)] out string? error)
    {
        arguments = null;
        if (benchmarks.FirstOrDefault(one => one.Name == args[0]) is not { } benchmark)
        {
            error = $"'{args[0]}' is not a benchmark; there are: {string.Join(", ", benchmarks.Select(one => one.Name))}.";
            return false;
        }

        var parsed = new BenchArguments(benchmark, null, false);
        for (var i = 1; i < args.Count; i++)
        {
            if (args[i] == "--full")
            {
                parsed = parsed with { Full = true };
            }
            else if (args[i] == "--json" && i + 1 < args.Count)
            {
                parsed = parsed with { JsonFile = args[++i] };
            }
            else
            {
                error = args[i] == "--json" ? "--json needs the name of a file." : $"'{args[i]}' is not an option; there are --json FILE and --full.";
                return false;
            }
        }

        (arguments, error) = (parsed, null);
        return true;
    }

    /// <summary>What to type, and what each benchmark measures.</summary>
    public static string Help(IReadOnlyList<Benchmark> benchmarks)
    {
        var text = new StringBuilder("dotnet run -c Release --project bench/IntegrationHealth.Bench -- NAME [--json FILE] [--full]\n\n");
        var width = benchmarks.Max(one => one.Name.Length);
        foreach (var one in benchmarks)
            text.Append(CultureInfo.InvariantCulture, $"  {one.Name.PadRight(width)}  {one.Measures}\n");
        return text.Append("\n  --json FILE  writes the figures there, too\n  --full       more rounds or more data; takes longer than five minutes\n").ToString();
    }
}
