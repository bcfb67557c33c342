using System.Net;
using System.Net.Sockets;

namespace IntegrationHealth.EndToEnd.Sample;

public sealed class SampleStartTests
{
    private static readonly string[] NoTrace = ["   at ", "Unhandled exception"];

    /// <summary>Environment variable, value, then what the message must name: the key, the value, what is allowed.</summary>
    public static TheoryData<string, string, string[]> WrongSettings => new()
    {
        { "Sample__Storage", "oracle", ["Sample:Storage", "oracle", "memory, sqlite, postgresql"] },
        { "Sample__Storage", "postgresql", ["ConnectionStrings:IntegrationHealth", "Sample:Storage=postgresql", "Host=127.0.0.1"] },
        { "Sample__Simulator", "maybe", ["Sample:Simulator", "maybe", "true, false"] },
        { "Sample__SimulatedIntegrations", "-1", ["Sample:SimulatedIntegrations", "-1", "0 to 1000000"] },
        { "Sample__SimulatedIntegrations", "many", ["Sample:SimulatedIntegrations", "many", "0 to 1000000"] },
        { "Sample__SimulatorPort", "70000", ["Sample:SimulatorPort", "70000", "0 to 65535"] },
        { "Sample__WatchRedis", ",", ["Sample:WatchRedis", "127.0.0.1:6379"] },
        { "Sample__WatchPostgreSql", "nonsense", ["Sample:WatchPostgreSql", "Host=127.0.0.1"] },
        { "ConnectionStrings__IntegrationHealth", "nonsense", ["ConnectionStrings:IntegrationHealth", "Data Source=health.db"] },
        { "ConnectionStrings__IntegrationHealth", "Data Source=:memory:", ["ConnectionStrings:IntegrationHealth", ":memory:", "Sample:Storage=memory"] },
        { "ConnectionStrings__IntegrationHealth", "Data Source=/proc/none/x.db", ["ConnectionStrings:IntegrationHealth", "/proc/none/x.db", "may write"] },
        { "ConnectionStrings__Redis", ",", ["ConnectionStrings:Redis", "127.0.0.1:6379"] },
        { "IntegrationHealth__Checks__Interval", "soon", ["IntegrationHealth:Checks:Interval", "soon", "hh:mm:ss"] },
        { "IntegrationHealth__Checks__MaxConcurrency", "0", ["IntegrationHealth:Checks:MaxConcurrency", "'0'", "from 1 to 10000"] },
        { "IntegrationHealth__Checks__Intervall", "00:01:00", ["IntegrationHealth:Checks:Intervall", "'00:01:00'", "nobody reads this key", "Checks:Interval"] },
        { "Sample__Colour", "red", ["Sample:Colour", "nobody reads this key", "Sample:Storage"] },
        { "Sample__PublicUrl", "status.example.com", ["Sample:PublicUrl", "status.example.com", "https://"] },
        { "IntegrationHealth__Outbound__AllowedNetworks__0", "home", ["IntegrationHealth:Outbound:AllowedNetworks", "home"] },
        { "ASPNETCORE_URLS", "nonsense", ["urls", "nonsense", "http://localhost:5080"] },
        { "ASPNETCORE_URLS", "http://127.0.0.1:70000", ["urls", "70000", "65535"] },
        { "ASPNETCORE_URLS", "http://localhost:0", ["urls", "localhost:0", "http://127.0.0.1:0"] },
        { "ASPNETCORE_URLS", "http://192.0.2.1:5080", ["urls", "192.0.2.1", "http://localhost:5080"] },
    };

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public async Task Start_WrongSetting_EndsWithOneMessage(string variable, string value, string[] named)
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await SampleProcess.RunToEndAsync(folder.Path, [new(variable, value)]);

        exitCode.Should().Be(1, output);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().ContainSingle();
        lines[0].Should().ContainAll(named).And.NotContainAny(NoTrace);
    }

    [Fact]
    public async Task Start_PostgreSqlAway_EndsWithOneMessageWithoutThePassword()
    {
        using var folder = new TemporaryFolder();
        var database = $"Host=127.0.0.1;Port={IntegrationHealth.Testing.FreePort.Next()};Username=me;Password=secret-word;Database=app";
        var (exitCode, output) = await SampleProcess.RunToEndAsync(
            folder.Path, [new("Sample__Storage", "postgresql"), new("ConnectionStrings__IntegrationHealth", database)]);

        exitCode.Should().Be(1, output);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle();
        output.Should().Contain("127.0.0.1").And.Contain("/app").And.Contain("See that the server runs").And.NotContain("secret-word");
    }

    [Fact]
    public async Task Start_TwoWrongSettings_NamesBoth()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await SampleProcess.RunToEndAsync(folder.Path, [new("Sample__Storage", "oracle"), new("Sample__Simulator", "maybe")]);

        exitCode.Should().Be(1);
        output.Should().Contain("Sample:Storage").And.Contain("Sample:Simulator");
    }

    [Fact]
    public async Task Start_SecretInWrongSetting_IsNotRepeated()
    {
        using var folder = new TemporaryFolder();
        var (_, output) = await SampleProcess.RunToEndAsync(folder.Path, [new("Sample__WatchPostgreSql", "Hots=db;Password=hunter2")]);

        output.Should().Contain("Sample:WatchPostgreSql").And.NotContain("hunter2");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Start_PortTaken_NamesPortAndWayOut(string host)
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var (exitCode, output) = await SampleProcess.RunToEndAsync(folder.Path, [new("ASPNETCORE_URLS", $"http://{host}:{port}")]);

        exitCode.Should().Be(1, output);
        output.Should().Contain($"Port {port} is taken").And.Contain("--urls").And.NotContainAny(NoTrace);
    }

    [Fact]
    public async Task Start_OtherEnvironment_RefusesDemoTokens()
    {
        using var folder = new TemporaryFolder();
        await using var sample = await SampleProcess.StartAsync(
            folder.Path, [new("ASPNETCORE_ENVIRONMENT", "Production"), new("Sample__SimulatedIntegrations", "0")], TestContext.Current.CancellationToken);

        var answer = await sample.Alice.GetAsync("/api/integrations/health", TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        sample.Output.Should().Contain("not accepted in environment Production");
    }
}
