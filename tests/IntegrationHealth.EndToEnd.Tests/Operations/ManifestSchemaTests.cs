using k8s;
using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace IntegrationHealth.EndToEnd.Operations;

/// <summary>The manifests as Kubernetes reads them: no key that its API does not have, and parts that find one another.</summary>
public sealed class ManifestSchemaTests
{
    private const string Folder = "ops/kubernetes";

    private static readonly IReadOnlyList<object> Objects = [.. Resources().SelectMany(file => Read(File.ReadAllText(file)))];

    [Fact]
    public void Manifests_HoldOnlyWhatKubernetesKnows()
    {
        Resources().Select(Path.GetFileName).Should().BeEquivalentTo(
            Directory.GetFiles(OperationFiles.PathOf(Folder)).Select(Path.GetFileName).Where(name => name != "kustomization.yaml"), "kustomization.yaml names every file");
        Objects.Select(item => item.GetType()).Should().BeEquivalentTo([typeof(V1Deployment), typeof(V1Service)]);
    }

    [Fact]
    public void Manifests_MisspeltKey_IsFound()
    {
        var manifest = File.ReadAllText(OperationFiles.PathOf($"{Folder}/deployment.yaml")).Replace("livenessProbe:", "livenesProbe:", StringComparison.Ordinal);

        FluentActions.Invoking(() => Read(manifest)).Should().Throw<Exception>().Which.ToString().Should().Contain("livenesProbe");
    }

    [Fact]
    public void Parts_FindOneAnother()
    {
        var deployment = Objects.OfType<V1Deployment>().Single();
        var service = Objects.OfType<V1Service>().Single();
        var pod = deployment.Spec.Template;
        var host = pod.Spec.Containers.Single();
        var ports = host.Ports.Select(port => port.Name).ToList();

        pod.Metadata.Labels.Should().Contain(deployment.Spec.Selector.MatchLabels).And.Contain(service.Spec.Selector);
        ports.Should().Contain(service.Spec.Ports.Single().TargetPort.Value);
        new[] { host.StartupProbe, host.ReadinessProbe, host.LivenessProbe }.Should().AllSatisfy(probe => ports.Should().Contain(probe.HttpGet.Port.Value));
        host.VolumeMounts.Select(mount => mount.Name).Should().BeSubsetOf(pod.Spec.Volumes.Select(volume => volume.Name));
        pod.Metadata.Annotations["prometheus.io/port"].Should().Be($"{host.Ports.Single().ContainerPort}");
        File.ReadAllText(OperationFiles.PathOf("ops/Containerfile")).Should().Contain($"EXPOSE {host.Ports.Single().ContainerPort}");
    }

    /// <summary>What only shows in a cluster: an image that is nowhere to be pulled from, and a volume that its user may not write.</summary>
    [Fact]
    public void Pod_PullsNoImageThatIsThere_AndMayWriteItsVolume()
    {
        var pod = Objects.OfType<V1Deployment>().Single().Spec.Template.Spec;
        var host = pod.Containers.Single();

        host.ImagePullPolicy.Should().Be("IfNotPresent");
        host.Image.Should().MatchRegex("^integration-health-sample:[0-9]+$", "the page says where to put its registry");
        pod.SecurityContext.FsGroup.Should().Be(1654, "it is APP_UID of .NET's images, which the Containerfile runs as");
        File.ReadAllText(OperationFiles.PathOf("docs/deploying.md")).Should().Contain($"{host.Image} .").And.Contain("newName: registry.example.com/");
        var image = (YamlMappingNode)((YamlSequenceNode)OperationFiles.Yaml($"{Folder}/kustomization.yaml").Children["images"]).Single();
        $"{image.Children["name"]}:{image.Children["newTag"]}".Should().Be(host.Image);
    }

    private static IEnumerable<string> Resources() => ((YamlSequenceNode)OperationFiles.Yaml($"{Folder}/kustomization.yaml").Children["resources"])
        .Select(name => OperationFiles.PathOf($"{Folder}/{((YamlScalarNode)name).Value}"));

    private static List<object> Read(string manifest) => KubernetesYaml.LoadAllFromString(manifest, strict: true);
}
