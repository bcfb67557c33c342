using System.Globalization;

namespace IntegrationHealth.Bench.Running;

/// <summary>Resident memory of a server and its children, from /proc.</summary>
internal static class ProcessMemory
{
    private const string Share = "Pss:";

    /// <summary>Of a process and its children; a page that several processes have is divided among them, so that nothing counts twice.</summary>
    public static double MegabytesOf(int processId) =>
        Directory.EnumerateDirectories("/proc").Where(folder => IsOf(folder, processId)).Sum(KilobytesOf) / 1_000;

    private static bool IsOf(string folder, int processId)
    {
        if (!int.TryParse(Path.GetFileName(folder), out var id))
            return false;
        if (id == processId)
            return true;
        var stat = Read(Path.Combine(folder, "stat"));
        // proc(5): behind the name, which may hold anything, stand the state and the parent.
        return stat.Length > 0 && stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == processId.ToString(CultureInfo.InvariantCulture);
    }

    private static double KilobytesOf(string folder)
    {
        var line = Read(Path.Combine(folder, "smaps_rollup")).Split('\n').FirstOrDefault(line => line.StartsWith(Share, StringComparison.Ordinal));
        // Kibibytes, whatever the unit behind it says.
        return line is null ? 0 : 1.024 * long.Parse(line[Share.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return "";
        }
    }
}
