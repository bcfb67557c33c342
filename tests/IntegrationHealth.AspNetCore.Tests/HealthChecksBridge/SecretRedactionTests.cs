using IntegrationHealth.Redaction;

namespace IntegrationHealth.Tests.HealthChecksBridge;

public sealed class SecretRedactionTests
{
    [Theory]
    [InlineData("Host=db;Password=hunter2;Timeout=5", "Host=db;Password=***;Timeout=5")]
    [InlineData("Pwd = 'a b'; Uid=x", "Pwd = ***; Uid=x")]
    [InlineData("localhost:6379,password=hunter2,ssl=true", "localhost:6379,password=***,ssl=true")]
    [InlineData("AccountKey=abc==;Endpoint=x", "AccountKey=***;Endpoint=x")]
    [InlineData("{\"client_secret\":\"abc\",\"ok\":1}", "{\"client_secret\":***,\"ok\":1}")]
    [InlineData("Authorization: Bearer abc.def", "Authorization: ***")]
    [InlineData("sent Basic YWxpY2U6aHVudGVyMg==", "sent Basic ***")]
    [InlineData("https://x/?access_token=abc&y=1", "https://x/?access_token=***&y=1")]
    [InlineData("postgres://app:p@ss@db/x", "postgres://***@db/x")]
    [InlineData("The server answered 500 at https://x/health", "The server answered 500 at https://x/health")]
    [InlineData("basic authentication failed", "basic authentication failed")]
    public void Redact_Text_BlotsOutOnlySecrets(string text, string expected) => SecretRedaction.Redact(text).Should().Be(expected);
}
