using IntegrationHealth.Testing;

namespace IntegrationHealth.Docs.Pages;

/// <summary>The files of the repository that a person reads.</summary>
internal static class Repository
{
    private static readonly string[] Skipped = ["artifacts", "bin", "obj", "node_modules", ".git", "dist"];

    /// <summary>Full path of the repository.</summary>
    public static string Root => RepositoryRoot.Path;

    /// <summary>Every Markdown page, relative to the root, with slashes.</summary>
    public static IReadOnlyList<string> Pages { get; } =
        [.. Walk(Root).Where(file => file.EndsWith(".md", StringComparison.Ordinal)).Select(Relative).Order(StringComparer.Ordinal)];

    public static string Read(string page) => File.ReadAllText(PathOf(page)).ReplaceLineEndings("\n");

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(child => !Skipped.Contains(Path.GetFileName(child), StringComparer.Ordinal)).SelectMany(Walk));
}
