using System.Text.Json;
using IntegrationHealth.Tests.Hosting;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class ProviderTests
{
    [Fact]
    public async Task Providers_SayWhatTheirSettingsAre()
    {
        await using var host = await TestHost.StartAsync();

        var providers = (await host.GetAsync("admin", "/api/admin/providers")).GetProperty("items").EnumerateArray().ToDictionary(provider => provider.GetProperty("name").GetString()!);

        providers.Keys.Should().Contain(["gmail", "google-calendar", "http", "jira", "slack", "test"]).And.BeInAscendingOrder(StringComparer.Ordinal);
        providers["google-calendar"].GetProperty("displayName").GetString().Should().Be("Google Calendar");
        var http = Settings(providers["http"]);
        http["url"].GetRawText().Should().Be("""{"name":"url","type":"text","required":false,"default":""}""");
        http["method"].GetProperty("default").GetString().Should().Be("GET");
        http["tlsExpiryWarningDays"].GetRawText().Should().Be("""{"name":"tlsExpiryWarningDays","type":"number","required":false,"default":14}""");
        http["headers"].GetProperty("type").GetString().Should().Be("map");
        http.Should().NotContainKey("plan");
        var calendar = Settings(providers["google-calendar"]);
        calendar["requireWrite"].GetRawText().Should().Be("""{"name":"requireWrite","type":"boolean","required":false,"default":false}""");
        calendar["requiredScopes"].GetProperty("type").GetString().Should().Be("list");
    }

    private static Dictionary<string, JsonElement> Settings(JsonElement provider) =>
        provider.GetProperty("settings").EnumerateArray().ToDictionary(setting => setting.GetProperty("name").GetString()!);
}
