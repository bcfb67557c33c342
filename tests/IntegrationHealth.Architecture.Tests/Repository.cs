using System.Reflection;
using IntegrationHealth.Testing;

namespace IntegrationHealth.Tests;

/// <summary>The sources that the tests were built from, and the assemblies made of them.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", "artifacts", "node_modules", "Migrations"];

    public static string Root => RepositoryRoot.Path;

    /// <summary>The assemblies of src.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(Root, "src")).Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any())
            .Select(folder => Assembly.Load(Path.GetFileName(folder)))];

    /// <summary>Sources that people wrote under a folder of the repository; paths are relative to the root, with forward slashes.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Intersect(Generated).Any());

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));
}
