using System.Globalization;

namespace IntegrationHealth.Bench.Running;

/// <summary>Who started whom, from /proc.</summary>
internal static class ProcessTree
{
    private const string Processes = "/proc";

    /// <summary>What a process started and still runs; nothing where there is no /proc.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent) => Directory.Exists(Processes)
        ? [.. Directory.EnumerateDirectories(Processes)
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && ParentOf(folder) == parent ? id : 0)
            .Where(id => id != 0)]
        : [];

    private static int ParentOf(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            // proc(5): behind the name, which may hold anything, stand the state and the parent.
            return int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return 0;
        }
    }
}
