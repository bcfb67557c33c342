using System.Diagnostics;
using IntegrationHealth.Docs.Pages;
using IntegrationHealth.Testing;

namespace IntegrationHealth.Docs.Packages;

/// <summary>Every package of the repository, made from the build that these tests belong to, in a folder outside of it.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    /// <summary>Stands for the address that this repository was cloned from; a folder of tests may have none.</summary>
    public const string RemoteOfTheClone = "https://git.example.com/integration-health";

    /// <summary>The page that these packages are installed by.</summary>
    public const string Page = "docs/getting-started.md";

    private const string PackedByThePage = "\"$PWD/packages\"";

    /// <summary>A folder of its own for whoever follows the documentation.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("ih-packages-").FullName;

    /// <summary>The packages, by name.</summary>
    public IReadOnlyDictionary<string, string> Packages { get; private set; } = new Dictionary<string, string>();

    public async ValueTask InitializeAsync()
    {
        var feed = Directory.CreateDirectory(Path.Combine(Folder, "feed")).FullName;
        var configuration = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).Name;
        // All of them in one go: a process for each would evaluate their common references again and again.
        var all = Path.Combine(Folder, "pack.proj");
        await File.WriteAllTextAsync(all, $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{string.Join(';', Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories))}" Targets="Pack"
                         Properties="NoBuild=true;Configuration={configuration};PackageOutputPath={feed};PrivateRepositoryUrl={RemoteOfTheClone}" BuildInParallel="true" />
              </Target>
            </Project>
            """);
        await DotnetAsync(Folder, "msbuild", all, "-t:Pack", "-v:quiet", "-m");
        Packages = Directory.GetFiles(feed, "*.nupkg").ToDictionary(file => Path.GetFileName(file)[..Path.GetFileName(file).IndexOf(".0.", StringComparison.Ordinal)], file => file, StringComparer.Ordinal);
        // Beside the sources of this machine. Other packages are taken from where they lie already; ours must not come from there.
        var sources = Path.Combine(Folder, "nuget.config");
        await File.WriteAllTextAsync(sources,
            $"<configuration><fallbackPackageFolders><add key=\"known\" value=\"{Known}\" /></fallbackPackageFolders></configuration>");
        // As the page says it, but for the folder, and in settings that go with this one.
        var line = FencedBlock.Of(Page).SelectMany(block => block.Text.Split('\n')).Single(text => text.StartsWith("dotnet nuget add source ", StringComparison.Ordinal));
        line.Should().Contain(PackedByThePage);
        await DotnetAsync(Folder, [.. line.Replace(PackedByThePage, feed, StringComparison.Ordinal).Split(' ')[1..], "--configfile", sources]);
    }

    /// <summary>Runs dotnet to its end; what it installs lies in this feed's folder.</summary>
    internal Task DotnetAsync(string folder, params string[] arguments) => ServerProcess.RunAsync(Start(folder, arguments), TestContext.Current.CancellationToken);

    internal ProcessStartInfo Start(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder };
        start.Environment["NUGET_PACKAGES"] = Path.Combine(Folder, "installed");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("MSBUILD", StringComparison.Ordinal) && name != "MSBUILDDISABLENODEREUSE").ToArray())
            start.Environment.Remove(name);
        return start;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Known => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
