using System.Text.Json;
using IntegrationHealth.Mcp.Hosting;

namespace IntegrationHealth.Mcp.Settings;

public sealed class McpSettingsTests : IAsyncDisposable
{
    private readonly McpBench _bench = new();

    public static TheoryData<string, string> Refused => new()
    {
        { "{}", "settings.endpoint and settings.command are both missing" },
        { """{"endpoint":"https://a.example","command":"x"}""", "allowed is one of them" },
        { """{"endpoint":"ftp://a.example"}""", "settings.endpoint is 'ftp://a.example'" },
        { """{"endpoint":"https://me:secretword@a.example"}""", "settings.endpoint is 'https://…@a.example'; allowed is an absolute http or https address" },
        { """{"endpoint":"ftp://me:secretword@a.example/mcp"}""", "settings.endpoint is 'ftp://…@a.example/mcp'" },
        { """{"endpoint":"a.example/mcp?api_key=secretword"}""", "settings.endpoint is 'a.example/mcp?…'" },
        { """{"endpoint":"https://a.example","baseAddress":"ftp://b.example/?token=secretword"}""", "settings.baseAddress is 'ftp://b.example/?…'" },
        { """{"endpoint":"https://a.example/mcp?api_key=secretword","command":"x --key secretword"}""", "settings.endpoint is 'https://a.example/mcp?…' and settings.command is given, too" },
        { """{"endpoint":"https://a.example","baseAddress":"nowhere"}""", "settings.baseAddress is 'nowhere'" },
        { """{"endpoint":"https://a.example","headers":{"Host":"b"}}""", "settings.headers is 'Host'" },
        { """{"endpoint":"https://a.example","headers":{"x":"a\nb"}}""", "settings.headers.x" },
        { """{"command":"a\nb"}""", "settings.command" },
        { """{"command":"x","workingDirectory":"here"}""", "settings.workingDirectory is 'here'" },
        { """{"command":"x","arguments":["a\u0000b"]}""", "settings.arguments" },
        { """{"command":"x","environment":{"1A":"x"}}""", "settings.environment is '1A'" },
        { """{"command":"x","environment":{"A":"a\u0000b"}}""", "settings.environment.A" },
        { """{"command":"x","tokenVariable":"a-b"}""", "settings.tokenVariable is 'a-b'" },
        { """{"endpoint":"https://a.example","tokenVariable":"A"}""", "only together with settings.command" },
        { """{"endpoint":"https://a.example","service":"fax"}""", "settings.service is 'fax'; allowed is gmail, google-calendar, slack" },
        { """{"endpoint":"https://a.example","requiredTools":[""]}""", "settings.requiredTools" },
        { """{"endpoint":"https://a.example","probeTool":""}""", "settings.probeTool" },
        { """{"endpoint":"https://a.example","probeTool":"x","probeArguments":[1]}""", "settings.probeArguments is 'Array'" },
        { """{"endpoint":"https://a.example","probeTool":"x","probeArguments":"{"}""", "settings.probeArguments is 'String'" },
        { """{"endpoint":"https://a.example","probeArguments":{}}""", "only together with settings.probeTool" },
        { """{"endpoint":"https://a.example","probeMayWrite":true}""", "only together with settings.probeTool" },
        { """{"endpoint":"https://a.example","toolDriftNoticeHours":0}""", "settings.toolDriftNoticeHours is '0'; allowed is 1 to 8760" },
        { """{"endpoint":"https://a.example","maxResponseBytes":"1"}""", "settings.maxResponseBytes is '1'; allowed is 1024 to 16777216" },
    };

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [MemberData(nameof(Refused))]
    public void Validate_ValueThatIsNotAllowed_NamesItAndWhatIs(string json, string expected) => _bench.Validate(Read(json))
        .Should().ContainSingle(message => message.Contains(expected, StringComparison.Ordinal)).Which.Should().NotContain("secretword").And.Contain("allowed is");

    [Theory]
    [InlineData("""{"endpoint":"https://a.example/mcp","headers":{"x-api-key":"k"},"service":"Gmail","requiredTools":["a"],"probeTool":"b","probeArguments":{"n":1}}""")]
    [InlineData("""{"Command":"npx","Arguments":["-y","server",5],"Environment":{"A":"b"},"TokenVariable":"TOKEN","DetectToolDrift":"false","MaxResponseBytes":"4096"}""")]
    public void Validate_Usual_IsAllowed(string json) => _bench.Validate(Read(json)).Should().BeEmpty();

    [Fact]
    public void Read_NameThatIsUnknown_IsRefused() =>
        new Action(() => Read("""{"endpiont":"https://a.example"}""")).Should().Throw<JsonException>();

    private static McpSettings Read(string json) => JsonSerializer.Deserialize(json, McpSettingsJson.Default.McpSettings)!;
}
