using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHealth.Checks;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class TransitionTests
{
    private const string Path = "/api/integrations/health/transitions";
    private const string AdminPath = "/api/admin/integrations/health/transitions";

    [Fact]
    public async Task Transitions_OfAnOwner_AreOfTheirsAlone_NewestFirst()
    {
        await using var host = await StartAsync();

        var list = await host.GetAsync("alice", Path);

        JsonNode.DeepEquals(JsonNode.Parse(list.GetRawText()), JsonNode.Parse(
            """
            {"items":[
              {"at":"2026-01-01T11:00:00Z","event":"resolved","status":"healthy","failureKind":"dns","detail":null,"incidentId":"i1","integrationId":"mail","name":"mail","provider":"test","ownerId":"alice"},
              {"at":"2026-01-01T10:00:00Z","event":"started","status":"unhealthy","failureKind":"dns","detail":"No such name.","incidentId":"i1","integrationId":"mail","name":"mail","provider":"test","ownerId":"alice"}],
             "nextCursor":null}
            """)).Should().BeTrue("the answer was {0}", list.GetRawText());
    }

    [Theory]
    [InlineData("", "i2 i1 i1")]
    [InlineData("?status=healthy", "i1")]
    [InlineData("?ownerId=bob", "i2")]
    [InlineData("?q=BOBS", "i2")]
    [InlineData("?provider=other", "")]
    [InlineData("?from=2026-01-01T10:30:00Z", "i2 i1")]
    [InlineData("?from=2025-01-01", "i2 i1 i1 old")]
    public async Task Transitions_OfAnAdministrator_FollowTheirFilters(string query, string incidents)
    {
        await using var host = await StartAsync();

        Incidents(await host.GetAsync("admin", AdminPath + query)).Should().Equal(incidents.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Transitions_Paging_GoesOnAlthoughANewOneHappens()
    {
        await using var host = await StartAsync();
        var first = await host.GetAsync("admin", AdminPath + "?limit=2");
        await WriteAsync(host, "bobs", "i3", new IncidentEvent(host.Time.GetUtcNow(), IncidentEventKind.Started, IntegrationStatus.Degraded, null));

        var second = await host.GetAsync("admin", $"{AdminPath}?limit=2&cursor={first.GetProperty("nextCursor").GetString()}");

        Incidents(second).Should().Equal("i1");
        second.GetProperty("nextCursor").GetString().Should().BeNull();
    }

    [Theory]
    [InlineData("admin", AdminPath + "?status=wrong", "status")]
    [InlineData("admin", AdminPath + "?from=yesterday", "from")]
    [InlineData("admin", AdminPath + "?cursor=x", "cursor")]
    [InlineData("alice", Path + "?ownerId=bob", "ownerId")]
    public async Task Transitions_BadValue_Is400(string user, string path, string field)
    {
        await using var host = await StartAsync();

        using var response = await host.As(user).GetAsync(path, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).Should().Be(400);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain($"\"{field}\":[");
    }

    private static IEnumerable<string?> Incidents(JsonElement list) => list.GetProperty("items").EnumerateArray().Select(change => change.GetProperty("incidentId").GetString());

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync();
        await host.AddAsync(Some.Integration("mail"), Some.Integration("bobs", "bob"));
        var at = new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero);
        await WriteAsync(host, "mail", "old", new IncidentEvent(at.AddDays(-30), IncidentEventKind.Started, IntegrationStatus.Unhealthy, null));
        await WriteAsync(host, "mail", "i1",
            new(at, IncidentEventKind.Started, IntegrationStatus.Unhealthy, "No such name."),
            new(at.AddMinutes(30), IncidentEventKind.DiagnosisChanged, IntegrationStatus.Unhealthy, "No answer."),
            new(at.AddHours(1), IncidentEventKind.Resolved, IntegrationStatus.Healthy, null));
        await WriteAsync(host, "bobs", "i2", new IncidentEvent(at.AddMinutes(90), IncidentEventKind.Started, IntegrationStatus.Degraded, "Slow."));
        return host;
    }

    private static Task WriteAsync(TestHost host, string id, string incident, params IncidentEvent[] steps) => host.WriteAsync(
        id, incident: new IncidentChange(incident, id, steps[0].At, null, IntegrationStatus.Unhealthy, FailureKind.Dns, null, steps));
}
