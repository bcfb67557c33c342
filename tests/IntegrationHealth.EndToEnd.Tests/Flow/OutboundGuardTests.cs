using System.Net;
using System.Net.Http.Json;
using IntegrationHealth.EndToEnd.Sample;

namespace IntegrationHealth.EndToEnd.Flow;

/// <summary>An address that somebody registers at run time does not reach the host's own network unless the operator allows it.</summary>
public sealed class OutboundGuardTests
{
    private static readonly KeyValuePair<string, string>[] Quick =
    [
        new("Sample__Storage", "memory"),
        new("Sample__SimulatedIntegrations", "0"),
        new("IntegrationHealth__Checks__Interval", "00:00:01"),
        new("IntegrationHealth__Checks__ConfirmationDelay", "00:00:00.1"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Register_Loopback_IsRefusedByTheGuard()
    {
        using var folder = new TemporaryFolder();
        await using var sample = await SampleProcess.StartAsync(folder.Path, Quick, Token);
        await RegisterAsync(sample);

        var health = await SampleProcess.StatusAsync(sample.Alice, "inside", "unhealthy", Token);

        health.GetProperty("failure").GetProperty("kind").GetString().Should().Be("misconfigured");
    }

    [Fact]
    public async Task Register_LoopbackInAllowedNetwork_IsChecked()
    {
        using var folder = new TemporaryFolder();
        await using var sample = await SampleProcess.StartAsync(
            folder.Path, [.. Quick, new("IntegrationHealth__Outbound__AllowedNetworks__0", "127.0.0.0/8")], Token);
        await RegisterAsync(sample);

        await SampleProcess.StatusAsync(sample.Alice, "inside", "healthy", Token);
    }

    private static async Task RegisterAsync(SampleProcess sample)
    {
        var answer = await sample.Admin.PostAsJsonAsync(
            "/api/admin/integrations",
            new { id = "inside", provider = "http", name = "Inside", ownerId = "alice", settings = new { url = new Uri(sample.Address, "/health") } },
            Token);
        answer.StatusCode.Should().Be(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Token));
    }
}
