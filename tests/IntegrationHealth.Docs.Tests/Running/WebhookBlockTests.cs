using System.Diagnostics;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Docs.Pages;
using IntegrationHealth.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationHealth.Docs.Running;

/// <summary>The receiver of <c>docs/alerting-channels.md</c> in Node.js with the reference library. Express is stood in for; all else is as on the page.</summary>
public sealed class WebhookBlockTests
{
    private const string Express = """
        import http from "node:http";
        const routes = new Map(), seen = new Set();
        const express = { raw: () => undefined };
        const app = { post: (path, _, receive) => routes.set(path, receive) };
        const firstTime = (id) => !seen.has(id) && seen.add(id);
        const handle = (event) => console.log(`handled ${event.type}`);
        http.createServer(async (request, response) => {
          const parts = [];
          for await (const part of request) parts.push(part);
          request.body = Buffer.concat(parts);
          response.sendStatus = (status) => response.writeHead(status).end();
          try { routes.get(request.url)(request, response); } catch (error) { console.log(error.message); response.writeHead(500).end(); }
        }).listen(0, "127.0.0.1", function () { console.log(`listening on ${this.address().port}`); });

        """;

    private static readonly string Secret = $"whsec_{Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(number => (byte)number)])}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receiver_OfThePage_TakesWhatIsOurs_AndNothingElse()
    {
        using var folder = new Folder();
        await using var node = await StartAsync(folder.Path);
        var port = node.Output.Split("listening on ")[1].Split('\n')[0];
        var address = $"http://127.0.0.1:{port}/hooks/health";

        (await SendAsync(address, Secret)).Should().Be(DeliveryStatus.Delivered);
        (await SendAsync(address, $"whsec_{Convert.ToBase64String(new byte[32])}")).Should().NotBe(DeliveryStatus.Delivered);

        node.Output.Split('\n').Where(line => line.StartsWith("handled", StringComparison.Ordinal)).Should().Equal("handled alert.test");
    }

    private static async Task<ServerProcess> StartAsync(string folder)
    {
        var modules = Repository.PathOf("tests/standardwebhooks/node_modules");
        var node = Programs.Find("node");
        if (node is null || !Directory.Exists(Path.Combine(modules, "standardwebhooks")))
            TestRequirement.Missing("Node.js or the npm package standardwebhooks is not installed: run npm ci in tests/standardwebhooks.");
        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), modules);
        var script = Path.Combine(folder, "receiver.mjs");
        await File.WriteAllTextAsync(script, Express + FencedBlock.Of("docs/alerting-channels.md").Single(block => block.Language == "js").Text, Token);
        var start = new ProcessStartInfo(node!, [script]);
        start.Environment["HEALTH_SECRET"] = Secret;
        var process = ServerProcess.Start(start);
        await process.ReadyAsync(line => line.StartsWith("listening on ", StringComparison.Ordinal), Token);
        return process;
    }

    private static async Task<DeliveryStatus> SendAsync(string address, string secret)
    {
        using var host = new HostBuilder().ConfigureServices(services =>
        {
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
            services.AddIntegrationHealth(health => health.AddWebhook("ops-hook", address, secret));
        }).Build();
        await host.StartAsync(Token);
        var outcome = await host.Services.GetRequiredService<ChannelTester>().TestAsync("ops-hook", Token);
        await host.StopAsync(Token);
        return outcome!.Status;
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("ih-webhook-").FullName;

        public void Dispose()
        {
            File.Delete(System.IO.Path.Combine(Path, "node_modules"));
            Directory.Delete(Path, recursive: true);
        }
    }
}
