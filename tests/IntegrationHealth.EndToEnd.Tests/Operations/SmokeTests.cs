using System.Diagnostics;
using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;

namespace IntegrationHealth.EndToEnd.Operations;

public sealed class SmokeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Smoke_OfASoundHost_EndsWell()
    {
        using var folder = new TemporaryFolder();
        await using var sample = await SampleProcess.StartAsync(folder.Path, [new("Sample__Storage", "memory")], Token);

        var (exitCode, output) = await RunAsync(sample.Address.ToString(), "demo-alice");

        exitCode.Should().Be(0, output);
        output.Should().Contain("ok      the list has a summary").And.Contain("ok      the hub offers WebSockets").And.NotContain("FAILED");
    }

    [Fact]
    public async Task Smoke_OfASwitchedOffHost_NamesWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        await using var sample = await SampleProcess.StartAsync(folder.Path, [new("Sample__Storage", "memory"), new("IntegrationHealth__Enabled", "false")], Token);

        var (exitCode, output) = await RunAsync(sample.Address.ToString(), "demo-alice");

        exitCode.Should().Be(1, output);
        output.Should().Contain("FAILED  GET /api/integrations/health?limit=1: 404");
    }

    [Fact]
    public async Task Smoke_WithoutAnAddress_SaysHow()
    {
        var (exitCode, output) = await RunAsync();

        exitCode.Should().Be(2);
        output.Should().Contain("ops/smoke.sh https://host.example");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string? address = null, string? token = null)
    {
        string[] arguments = address is null ? [] : [address];
        var start = new ProcessStartInfo("bash", [OperationFiles.PathOf("ops/smoke.sh"), .. arguments]);
        if (token is not null)
            start.Environment["TOKEN"] = token;
        await using var process = ServerProcess.Start(start);
        var exitCode = await process.ExitAsync();
        return (exitCode, process.Output);
    }
}
