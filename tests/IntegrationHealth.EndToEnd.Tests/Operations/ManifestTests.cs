using System.Net;
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
            var path = Text((YamlMappingNode)((YamlMappingNode)container.Children[probe]).Children["httpGet"], "path");
            var answer = await sample.Anonymous.GetAsync(path, Token);
            answer.StatusCode.Should().Be(HttpStatusCode.OK, $"{probe} asks {path}");
        }
    }

    [Fact]
    public async Task Liveness_WhileStorageIsAway_IsAnswered_AndReadinessIsNot()
    {
        await using var database = await PostgreSqlServer.StartNewAsync(Token);
        using var folder = new TemporaryFolder();
        await using var sample = await SampleProcess.StartAsync(
            folder.Path, [new("Sample__Storage", "postgresql"), new("ConnectionStrings__IntegrationHealth", database.ConnectionString)], Token);

        await database.StopAsync();

        (await sample.Anonymous.GetAsync("/integration-health", Token)).StatusCode.Should().Be(HttpStatusCode.OK);
        await WaitFor.ValueAsync(
            () => sample.Anonymous.GetAsync("/health", Token), answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable,
            TimeSpan.FromMinutes(1), "the host not to be ready", Token);
    }

    private static YamlMappingNode Container()
    {
        var pod = (YamlMappingNode)((YamlMappingNode)((YamlMappingNode)OperationFiles.Yaml("ops/kubernetes/deployment.yaml").Children["spec"]).Children["template"]).Children["spec"];
        return (YamlMappingNode)((YamlSequenceNode)pod.Children["containers"])[0];
    }

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node.Children[key]).Value!;
}
