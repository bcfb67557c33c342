using System.Globalization;

namespace IntegrationHealth.Bench.Running;

/// <summary>Processor time of a server and its children, from /proc.</summary>
internal static class ProcessCpu
{
    /// <summary>Clock ticks a second, as Linux shows them to programs on every architecture.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Of a process, of its children that run and of those that ended; null where it cannot be read.</summary>
    public static double? SecondsOf(int? processId)
    {
        if (processId is not { } parent || !Directory.Exists($"/proc/{parent}"))
            return null;
        long ticks = 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id) || Read(folder) is not { } fields)
                continue;
            // Fields of proc(5) behind the name: 4 is the parent, 14 and 15 its own time, 16 and 17 that of children it waited for.
            if (id == parent)
                ticks += Number(fields, 14) + Number(fields, 15) + Number(fields, 16) + Number(fields, 17);
            else if (Number(fields, 4) == parent)
                ticks += Number(fields, 14) + Number(fields, 15);
        }

        return ticks / TicksPerSecond;
    }

    private static string[]? Read(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // It ended meanwhile; its parent counts it.
            return null;
        }
    }

    private static long Number(string[] fields, int number) => long.Parse(fields[number - 3], CultureInfo.InvariantCulture);
}
