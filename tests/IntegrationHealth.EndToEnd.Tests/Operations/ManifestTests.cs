using System.Net;
using System.Text.Json;
using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;
using YamlDotNet.RepresentationModel;

namespace IntegrationHealth.EndToEnd.Operations;

/// <summary>What the manifests promise a cluster, tried on the sample: their settings start it, on PostgreSQL, and their probes are answered.</summary>
public sealed class ManifestTests
{
    private static readonly string[] Probes = ["startupProbe", "readinessProbe", "livenessProbe"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deployment_SettingsStartTheHost_AndProbesAreAnswered()
    {
        await using var database = await PostgreSqlServer.StartNewAsync(Token);
        using var folder = new TemporaryFolder();
        var container = Container();
        var settings = ((YamlSequenceNode)container.Children["env"]).Cast<YamlMappingNode>()
            .Select(variable => KeyValuePair.Create(Text(variable, "name"), variable.Children.ContainsKey("value") ? Text(variable, "value") : database.ConnectionString));
        await using var sample = await SampleProcess.StartAsync(folder.Path, settings, Token);

        sample.Output.Should().Contain("PostgreSQL at 127.0.0.1");
        foreach (var probe in Probes)
        {
            var path = Path(container, probe);
            var answer = await sample.Anonymous.GetAsync(path, Token);
            answer.StatusCode.Should().Be(HttpStatusCode.OK, $"{probe} asks {path}");
        }
    }

    /// <summary>A pod that is taken out shows nothing any more, and all of them have the same database.</summary>
    [Fact]
    public async Task Database_Away_LeavesPodsIn_WhichShowWhatWasKnownLast()
    {
        await using var database = await PostgreSqlServer.StartNewAsync(Token);
        using var folder = new TemporaryFolder();
        await using var sample = await SampleProcess.StartAsync(
            folder.Path, [new("Sample__Storage", "postgresql"), new("ConnectionStrings__IntegrationHealth", database.ConnectionString)], Token);
        (await sample.Admin.GetAsync("/api/admin/integrations/health", Token)).EnsureSuccessStatusCode();

        await database.StopAsync();

        await WaitFor.ValueAsync(
            () => sample.Anonymous.GetAsync("/health", Token), answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable,
            TimeSpan.FromMinutes(1), "the health endpoint to say that the database is away", Token);
        foreach (var probe in new[] { "readinessProbe", "livenessProbe" })
            (await sample.Anonymous.GetAsync(Path(Container(), probe), Token)).StatusCode.Should().Be(HttpStatusCode.OK, probe);
        using var list = JsonDocument.Parse(await sample.Admin.GetStringAsync("/api/admin/integrations/health", Token));
        list.RootElement.GetProperty("stale").GetBoolean().Should().BeTrue();
        list.RootElement.GetProperty("items").GetArrayLength().Should().BePositive();
    }

    private static YamlMappingNode Container()
    {
        var pod = (YamlMappingNode)((YamlMappingNode)((YamlMappingNode)OperationFiles.Yaml("ops/kubernetes/deployment.yaml").Children["spec"]).Children["template"]).Children["spec"];
        return (YamlMappingNode)((YamlSequenceNode)pod.Children["containers"])[0];
    }

    private static string Path(YamlMappingNode container, string probe) => Text((YamlMappingNode)((YamlMappingNode)container.Children[probe]).Children["httpGet"], "path");

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node.Children[key]).Value!;
}
