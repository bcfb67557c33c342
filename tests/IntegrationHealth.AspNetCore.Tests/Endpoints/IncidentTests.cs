using System.Text.Json.Nodes;
using IntegrationHealth.Checks;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class IncidentTests
{
    private const string Path = "/api/integrations/mail/health/incidents";

    [Fact]
    public async Task Incidents_OpenAndClosed_AreListedWithTheirTimelines()
    {
        await using var host = await StartAsync();

        var list = await host.GetAsync("alice", Path);

        JsonNode.DeepEquals(JsonNode.Parse(list.GetRawText()), JsonNode.Parse(
            """
            {"items":[
              {"id":"i2","startedAt":"2026-01-01T11:00:00Z","endedAt":null,"durationMs":3600000,"status":"unhealthy","failureKind":"dns","message":"No such name.",
               "timeline":[{"at":"2026-01-01T11:00:00Z","event":"started","status":"unhealthy","detail":"No such name."}]},
              {"id":"i1","startedAt":"2026-01-01T09:00:00Z","endedAt":"2026-01-01T09:30:00Z","durationMs":1800000,"status":"unhealthy","failureKind":"dns","message":"No such name.",
               "timeline":[{"at":"2026-01-01T09:00:00Z","event":"started","status":"unhealthy","detail":"No such name."}]}],
             "nextCursor":null}
            """)).Should().BeTrue("the answer was {0}", list.GetRawText());
    }

    [Fact]
    public async Task Incidents_Paging_GoesOnAlthoughANewOneBegins()
    {
        await using var host = await StartAsync();
        var first = await host.GetAsync("alice", Path + "?limit=1");
        await WriteAsync(host, "i3", host.Time.GetUtcNow(), null);

        var second = await host.GetAsync("alice", $"{Path}?limit=1&cursor={first.GetProperty("nextCursor").GetString()}");

        second.GetProperty("items").EnumerateArray().Single().GetProperty("id").GetString().Should().Be("i1");
        second.GetProperty("nextCursor").GetString().Should().BeNull();
    }

    [Theory]
    [InlineData("limit=x")]
    [InlineData("cursor=x")]
    [InlineData("from=2026-01-01")]
    public async Task Incidents_BadValue_Is400(string query)
    {
        await using var host = await StartAsync();

        using var response = await host.As("alice").GetAsync($"{Path}?{query}", TestContext.Current.CancellationToken);

        ((int)response.StatusCode).Should().Be(400);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain($"\"{query.Split('=')[0]}\":[");
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync();
        await host.AddAsync(Some.Integration("mail"));
        await WriteAsync(host, "i1", new(2026, 1, 1, 9, 0, 0, default), new(2026, 1, 1, 9, 30, 0, default));
        await WriteAsync(host, "i2", new(2026, 1, 1, 11, 0, 0, default), null);
        return host;
    }

    private static Task WriteAsync(TestHost host, string id, DateTimeOffset startedAt, DateTimeOffset? endedAt) => host.WriteAsync(
        "mail", incident: new IncidentChange(
            id, "mail", startedAt, endedAt, IntegrationStatus.Unhealthy, FailureKind.Dns, "No such name.",
            [new(startedAt, IncidentEventKind.Started, IntegrationStatus.Unhealthy, "No such name.")]));
}
