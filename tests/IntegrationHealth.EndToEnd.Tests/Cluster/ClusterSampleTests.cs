using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHealth.EndToEnd.Operations;
using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;
using Microsoft.AspNetCore.SignalR.Client;
using YamlDotNet.RepresentationModel;

namespace IntegrationHealth.EndToEnd.Cluster;

/// <summary>What lies in <c>samples/cluster</c>: three hosts behind nginx, by a script or by Compose.</summary>
public sealed partial class ClusterSampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Script_ThreeHostsBehindNginx_WorkTogetherAndLeaveNothingBehind()
    {
        foreach (var program in new[] { "nginx", "redis-server", "curl" })
        {
            if (Programs.Find(program, "/usr/sbin", "/usr/local/bin", "/usr/local/sbin") is null)
                TestRequirement.Missing($"{program} is not installed.");
        }

        if (Programs.FindPostgreSql("initdb") is null)
            TestRequirement.Missing("PostgreSQL is not installed.");
        var start = new ProcessStartInfo("bash", [OperationFiles.PathOf("samples/cluster/cluster.sh")]);
        start.Environment["SAMPLE_DLL"] = SampleProcess.Dll();
        await using var script = ServerProcess.Start(start);
        try
        {
            await script.ReadyAsync(line => line.Contains("  End  ", StringComparison.Ordinal), Token);
            var address = new Uri(AddressLine().Match(script.Output).Groups[1].Value);
            var folder = LogsLine().Match(script.Output).Groups[1].Value;
            Directory.Exists(folder).Should().BeTrue(script.Output);
            using var alice = Client(address, "demo-alice");
            using var admin = Client(address, "demo-admin");

            await SampleProcess.StatusAsync(alice, "crm", "healthy", Token);
            var system = await WaitFor.ValueAsync(() => admin.GetFromJsonAsync<JsonElement>("/api/admin/system", Token),
                answer => answer.GetProperty("hosts").GetArrayLength() == 3, Patience, "three hosts", Token);
            var list = await admin.GetFromJsonAsync<JsonElement>("/api/admin/integrations/health", Token);
            for (var browser = 0; browser < 5; browser++)
                await ListenAsync(address);

            system.GetProperty("hosts").EnumerateArray().Select(host => host.GetProperty("processId").GetInt32()).Should().OnlyHaveUniqueItems();
            list.GetProperty("items").GetArrayLength().Should().Be(12);
            await script.StopAsync();
            (await script.ExitAsync()).Should().Be(0, script.Output);
            Directory.Exists(folder).Should().BeFalse();
            await FluentActions.Awaiting(() => admin.GetAsync(new Uri("/health", UriKind.Relative), Token)).Should().ThrowAsync<HttpRequestException>();
        }
        finally
        {
            if (!script.HasExited)
                await script.KillTreeAsync();
        }
    }

    [Fact]
    public void Compose_GivesHostsAndNginxWhatTheScriptGivesThem()
    {
        var services = (YamlMappingNode)OperationFiles.Yaml("samples/cluster/compose.yaml").Children["services"];
        var script = File.ReadAllText(OperationFiles.PathOf("samples/cluster/cluster.sh"));
        var template = File.ReadAllText(OperationFiles.PathOf("samples/cluster/nginx.conf.template"));

        foreach (var host in new[] { "host-a", "host-b", "host-c" })
            Environment(services, host).Keys.Should().Contain("ConnectionStrings__Redis").And.OnlyContain(key => script.Contains($"{key}=", StringComparison.Ordinal));
        Environment(services, "nginx").Keys.Should().BeEquivalentTo(Placeholder().Matches(template).Select(match => match.Groups[1].Value).Distinct());
    }

    private static HttpClient Client(Uri address, string token)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>As a browser does: it negotiates, and then connects to the same host, whichever that is.</summary>
    private static async Task ListenAsync(Uri address)
    {
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(address, "/api/integrations/health/hub"),
            options => options.AccessTokenProvider = () => Task.FromResult<string?>("demo-admin")).Build();
        var heard = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.On<JsonElement>("healthChanged", changed => heard.TrySetResult(changed));
        await hub.StartAsync(Token);
        await hub.InvokeAsync("SubscribeAll", Token);
        await hub.InvokeAsync<string[]>("Resume", new Dictionary<string, long>(), Token);
        (await heard.Task.WaitAsync(Patience, Token)).GetArrayLength().Should().BeGreaterThan(0);
    }

    private static Dictionary<string, string> Environment(YamlMappingNode services, string service) =>
        ((YamlMappingNode)((YamlMappingNode)services.Children[service]).Children["environment"]).Children
            .ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value!);

    [GeneratedRegex(@"Address +(http://\S+)")]
    private static partial Regex AddressLine();

    [GeneratedRegex(@"Logs +(/\S+)/\*\.log")]
    private static partial Regex LogsLine();

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Placeholder();
}
