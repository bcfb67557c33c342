using IntegrationHealth.Status;
using IntegrationHealth.Testing;
using IntegrationHealth.Tests.Hosting;

namespace IntegrationHealth.Tests.Realtime;

public sealed class LiveHealthClientTests
{
    [Fact]
    public async Task Example_Started_HoldsWhatIsThereAndHearsOfChanges()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddAsync(Some.Integration("mail"), Some.Integration("bobs", "bob"));
        await using var client = new LiveHealthClient(host.Address, () => Task.FromResult<string?>("alice"));
        var heard = System.Threading.Channels.Channel.CreateUnbounded<LiveHealth>();
        client.HealthChanged += health => heard.Writer.TryWrite(health);

        await client.StartAsync(TestContext.Current.CancellationToken);
        var first = heard.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        await host.AdvanceUntilAsync(first);
        await host.ChangeAsync("mail", before => before with { Status = IntegrationStatus.Healthy });
        var second = heard.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        await host.AdvanceUntilAsync(second);

        (await first).Should().BeEquivalentTo(new { Id = "mail", Status = "unknown" });
        (await second).Should().BeEquivalentTo(new { Id = "mail", Status = "healthy" });
    }

    [Fact]
    public void Example_InTheDocuments_IsTheOneThatIsTested()
    {
        var root = RepositoryRoot.Path;
        var code = File.ReadAllText(Path.Combine(root, "tests", "IntegrationHealth.AspNetCore.Tests", "Realtime", "LiveHealthClient.cs"));
        var shown = code[code.IndexOf("public sealed class LiveHealthClient", StringComparison.Ordinal)..];

        File.ReadAllText(Path.Combine(root, "docs", "realtime.md")).ReplaceLineEndings("\n").Should().Contain(shown.ReplaceLineEndings("\n").TrimEnd());
    }
}
