using System.Diagnostics.CodeAnalysis;

namespace IntegrationHealth.Bench.Running;

/// <summary>What the command line asks for: <c>NAME [--json FILE] [--full]</c>.</summary>
internal sealed record BenchArguments(string Name, string? JsonFile, bool Full)
{
    private static readonly string[] Planned = ["ui"];

    public static bool TryParse(
        IReadOnlyList<string> args, IReadOnlyCollection<string> names, [NotNullWhen(true)] out BenchArguments? arguments,
        [NotNullWhen(false)] out string? error)
    {
        arguments = null;
        error = args.Count == 0 ? $"Usage: NAME [--json FILE] [--full]; {Existing(names)}" : CheckName(args[0], names);
        if (error is not null)
            return false;

        var parsed = new BenchArguments(args[0], null, false);
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

        arguments = parsed;
        return true;
    }

    private static string? CheckName(string name, IReadOnlyCollection<string> names) => names.Contains(name)
        ? null
        : $"{(Planned.Contains(name) ? $"'{name}' is not there yet" : $"'{name}' is not a benchmark")}; {Existing(names)}";

    private static string Existing(IReadOnlyCollection<string> names) => $"there are: {string.Join(", ", names)}.";
}
