using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IntegrationHealth.Docs.Pages;
using IntegrationHealth.Testing;

namespace IntegrationHealth.Docs.Packages;

/// <summary>What somebody gets who installs the packages.</summary>
public sealed partial class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Packages_EachCarryReadmeLicenceIconAndDocstrings()
    {
        feed.Packages.Keys.Should().BeEquivalentTo(Directory.GetDirectories(Repository.PathOf("src")).Select(Path.GetFileName));
        foreach (var (name, file) in feed.Packages)
        {
            using var package = ZipFile.OpenRead(file);
            var entries = package.Entries.Select(entry => entry.FullName).ToList();
            entries.Should().Contain("README.md").And.Contain("icon.png").And.Contain($"lib/net10.0/{name}.dll").And.Contain($"lib/net10.0/{name}.xml");
            var metadata = Metadata(package);
            Value(metadata, "license").Should().Be("MIT");
            Value(metadata, "readme").Should().Be("README.md");
            Value(metadata, "projectUrl").Should().Be(PackageFeed.RemoteOfTheClone);
            metadata.Elements().Single(element => element.Name.LocalName == "repository").Attribute("url")!.Value.Should().Be(PackageFeed.RemoteOfTheClone);
            Value(metadata, "description").Should().NotBe("Package Description", name);
            Value(metadata, "version").Should().MatchRegex("^[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$");
        }
    }

    /// <summary>Packages of one release belong together.</summary>
    [Fact]
    public void Packages_AskForOneAnotherInTheirOwnVersion()
    {
        foreach (var (name, file) in feed.Packages.Where(package => package.Key != "IntegrationHealth.Core"))
        {
            using var package = ZipFile.OpenRead(file);
            var metadata = Metadata(package);
            metadata.Descendants().Where(element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value.StartsWith("IntegrationHealth.", StringComparison.Ordinal))
                .Should().NotBeEmpty(name).And.AllSatisfy(dependency => dependency.Attribute("version")!.Value.Should().Be(Value(metadata, "version")));
        }
    }

    [Fact]
    public async Task GettingStarted_FollowedToTheLetter_ShowsTheInterface()
    {
        var blocks = FencedBlock.Of(PackageFeed.Page).ToList();
        var port = FreePort.Next();
        string Here(string text) => text.Replace("localhost:5000", $"127.0.0.1:{port}", StringComparison.Ordinal);
        var folder = feed.Folder;
        foreach (var line in blocks[0].Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("cd ", StringComparison.Ordinal))
                folder = Path.Combine(folder, line[3..]);
            else
                await feed.DotnetAsync(folder, line.Split(' ')[1..]);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), Here(blocks.First(block => block.Language == "csharp").Text), Token);
        var run = Here(blocks.First(block => block.Text.StartsWith("dotnet run", StringComparison.Ordinal)).Text).Trim();
        await using var host = ServerProcess.Start(feed.Start(folder, run.Split(' ')[1..]));
        try
        {
            await host.ReadyAsync(line => line.Contains("Now listening on", StringComparison.Ordinal), Token);
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

            var page = await client.GetStringAsync("/integration-health", Token);
            page.Should().Contain("<title>Integration health</title>").And.Contain("<script");
            var script = Script().Match(page).Groups[1].Value;
            (await client.GetAsync(new Uri(new Uri(client.BaseAddress, "/integration-health/"), script), Token)).EnsureSuccessStatusCode();
            await StatusAsync(client, "this-host", "healthy");
            var wrong = await StatusAsync(client, "a-wrong-address", "unhealthy");
            wrong.GetProperty("failure").GetProperty("message").GetString().Should().NotBeNullOrEmpty();
            File.Exists(Path.Combine(folder, "health.db")).Should().BeTrue();
        }
        finally
        {
            // dotnet run started the host as a process of its own.
            await host.KillTreeAsync();
        }
    }

    private static Task<JsonElement> StatusAsync(HttpClient client, string id, string status) => WaitFor.ValueAsync(
        () => client.GetFromJsonAsync<JsonElement>($"/api/integrations/{id}/health", Token),
        health => health.GetProperty("status").GetString() == status, TimeSpan.FromMinutes(2), $"{id} to be {status}", Token);

    private static XElement Metadata(ZipArchive package)
    {
        using var stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static string Value(XElement metadata, string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

    [GeneratedRegex("<script[^>]*src=\"([^\"]+)\"")]
    private static partial Regex Script();
}
