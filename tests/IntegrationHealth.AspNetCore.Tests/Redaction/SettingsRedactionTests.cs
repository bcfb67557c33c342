using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHealth.Redaction;

namespace IntegrationHealth.Tests.Redaction;

public sealed class SettingsRedactionTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("""{"headers":{"X-Auth":"abc","Accept":"text/html","Cookie":"a=b"}}""", """{"headers":{"X-Auth":"***","Accept":"text/html","Cookie":"***"}}""")]
    [InlineData("""{"url":"https://x.example/a?sig=abc&page=2&code=1%3D2"}""", """{"url":"https://x.example/a?sig=***&page=2&code=***"}""")]
    [InlineData("""{"url":"https://x.example/a?abcdef0123"}""", """{"url":"https://x.example/a?***"}""")]
    [InlineData("""{"url":"https://u:p@x.example/a?sort=name#token"}""", """{"url":"https://***@x.example/a?sort=name#***"}""")]
    [InlineData("""{"url":"https://x.example/a","bodyContains":"really?yes=1"}""", """{"url":"https://x.example/a","bodyContains":"really?yes=1"}""")]
    [InlineData("""{"apiKey":{"value":"abc"},"nested":{"password":1}}""", """{"apiKey":"***","nested":{"password":"***"}}""")]
    [InlineData("""{"environment":{"GITHUB_PAT":"abc"},"arguments":["serve","--api-key","abc","--port","80"]}""", """{"environment":{"GITHUB_PAT":"***"},"arguments":["serve","--api-key","***","--port","80"]}""")]
    public void Redact_Settings_BlotsOutWhatMayBeSecret(string settings, string expected) =>
        JsonNode.Parse(SettingsRedaction.Redact(JsonDocument.Parse(settings).RootElement).GetRawText())!.ToJsonString(Relaxed).Should().Be(expected);
}
