namespace IntegrationHealth.Testing;

/// <summary>Finds programs: in PATH first, then where packages are known to put them.</summary>
internal static class Programs
{
    private const string PostgreSqlRoot = "/usr/lib/postgresql";

    /// <summary>Full path of a program, or null.</summary>
    public static string? Find(string name, params IEnumerable<string> otherFolders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(otherFolders)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(IsThere);

    /// <summary>Full path of one of PostgreSQL's programs, of the newest version installed; or null.</summary>
    public static string? FindPostgreSql(string name) => Find(name, PostgreSqlFolders());

    /// <summary>A link may point to what is no longer there.</summary>
    private static bool IsThere(string path) => File.Exists(path) && new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is not { Exists: false };

    private static IEnumerable<string> PostgreSqlFolders() => Directory.Exists(PostgreSqlRoot)
        ? Directory.EnumerateDirectories(PostgreSqlRoot)
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
        : [];
}
