using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHealth.Checks;
using IntegrationHealth.Endpoints.History;
using IntegrationHealth.History;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class HistoryTests
{
    private const string Path = "/api/integrations/mail/health/history";

    [Fact]
    public async Task History_Raw_IsNewestFirstOverTheLastDay()
    {
        await using var host = await StartAsync();

        var history = await host.GetAsync("alice", Path);

        JsonNode.DeepEquals(JsonNode.Parse(history.GetRawText()), JsonNode.Parse(
            """
            {"items":[
              {"checkedAt":"2026-01-01T12:00:00Z","status":"unhealthy","outcome":"failed","latencyMs":5000,"failureKind":"timeout","message":"No answer."},
              {"checkedAt":"2026-01-01T11:00:00Z","status":"healthy","outcome":"succeeded","latencyMs":100,"failureKind":null,"message":null},
              {"checkedAt":"2026-01-01T10:00:00Z","status":"healthy","outcome":"succeeded","latencyMs":100,"failureKind":null,"message":null}],
             "nextCursor":null}
            """)).Should().BeTrue("the answer was {0}", history.GetRawText());
    }

    [Theory]
    [InlineData("raw", 24)]
    [InlineData("hour", 7 * 24)]
    [InlineData("day", 30 * 24)]
    public void Read_NoFrom_ReachesBackAsFarAsItsResolutionShows(string resolution, int hours)
    {
        var http = new DefaultHttpContext { Request = { QueryString = new QueryString($"?resolution={resolution}&to=2026-02-01T00:00:00Z") } };

        var request = HistoryRequest.Read(http.Request, "mail", DateTimeOffset.UnixEpoch);

        (request.To - request.From).Should().Be(TimeSpan.FromHours(hours));
    }

    [Fact]
    public async Task History_Window_IncludesFromAndExcludesTo()
    {
        await using var host = await StartAsync();

        var history = await host.GetAsync("alice", Path + "?from=2026-01-01T10:00:00Z&to=2026-01-01T12:00:00%2B01:00");

        Times(history).Should().Equal("2026-01-01T10:00:00Z");
    }

    [Fact]
    public async Task History_DateOnly_ReachesBackBeyondTheDay()
    {
        await using var host = await StartAsync();

        Times(await host.GetAsync("alice", Path + "?from=2025-12-01")).Should().HaveCount(4);
    }

    [Theory]
    [InlineData("raw", "checkedAt", 4)]
    [InlineData("hour", "start", 4)]
    [InlineData("day", "start", 2)]
    public async Task History_Paging_NamesEachOnceAlthoughTimePasses(string resolution, string field, int items)
    {
        await using var host = await StartAsync();
        var path = $"{Path}?from=2025-12-30&resolution={resolution}&limit=1";
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await host.GetAsync("alice", cursor is null ? path : $"{path}&cursor={cursor}");
            seen.AddRange(Times(page, field));
            cursor = page.GetProperty("nextCursor").GetString();
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }
        while (cursor is not null);

        seen.Should().HaveCount(items).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task History_DefaultWindow_StaysTheSameOverItsPages()
    {
        await using var host = await StartAsync();
        var page = await host.GetAsync("alice", Path + "?limit=2");
        host.Time.Advance(TimeSpan.FromHours(23));

        page = await host.GetAsync("alice", $"{Path}?limit=2&cursor={page.GetProperty("nextCursor").GetString()}");

        Times(page).Should().Equal("2026-01-01T10:00:00Z");
    }

    [Fact]
    public async Task History_Hour_HasCountsUptimeAndPercentiles()
    {
        await using var host = await StartAsync();

        var history = await host.GetAsync("alice", Path + "?resolution=hour&from=2026-01-01T12:00:00Z");

        var bucket = history.GetProperty("items").EnumerateArray().Single();
        bucket.GetProperty("start").GetString().Should().Be("2026-01-01T12:00:00Z");
        bucket.GetProperty("checks").GetInt64().Should().Be(1);
        bucket.GetProperty("failed").GetInt64().Should().Be(1);
        bucket.GetProperty("succeeded").GetInt64().Should().Be(0);
        bucket.GetProperty("degraded").GetInt64().Should().Be(0);
        bucket.GetProperty("uptime").GetDouble().Should().Be(0.25);
        var latency = bucket.GetProperty("latencyMs");
        latency.GetProperty("avg").GetInt64().Should().Be(5000);
        latency.GetProperty("p50").GetInt64().Should().Be(5000, "there is one");
        latency.GetProperty("p95").GetInt64().Should().Be(5203, "a quarter of the room down to the bound 4096 is taken to be filled, above and below");
        latency.GetProperty("p99").GetInt64().Should().Be(5221);
    }

    [Fact]
    public async Task History_BucketOfTimeOnly_HasNoLatency()
    {
        await using var host = await StartAsync();
        await host.WriteAsync("mail", rollups: [new RollupDelta { Hour = new(2026, 1, 1, 3, 0, 0, TimeSpan.Zero), HealthyMs = 1 }]);

        var history = await host.GetAsync("alice", Path + "?resolution=hour&from=2026-01-01T03:00:00Z&to=2026-01-01T04:00:00Z");

        history.GetProperty("items")[0].GetProperty("latencyMs").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-13-01", "to")]
    [InlineData("from=2026-01-01T10:00:00+01:00", "from")]
    [InlineData("from=2026-01-02&to=2026-01-01", "from")]
    [InlineData("from=2026-01-01&to=2026-01-01", "from")]
    [InlineData("from=2030-01-01", "from")]
    [InlineData("resolution=minute", "resolution")]
    [InlineData("limit=1000", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("order=asc", "order")]
    public async Task History_BadValue_Is400NamingTheField(string query, string field)
    {
        await using var host = await StartAsync();

        using var response = await host.As("alice").GetAsync($"{Path}?{query}", TestContext.Current.CancellationToken);

        ((int)response.StatusCode).Should().Be(400);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        problem.GetProperty("errors").TryGetProperty(field, out _).Should().BeTrue("the answer was {0}", problem.GetRawText());
    }

    [Fact]
    public async Task History_FromTheBeginningOfTime_IsEmptyNotAnError()
    {
        await using var host = await StartAsync();

        Times(await host.GetAsync("alice", Path + "?to=0001-01-01T00:00:01Z")).Should().BeEmpty();
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync();
        await host.AddAsync(Some.Integration("mail"));
        foreach (var at in (DateTimeOffset[])[new(2025, 12, 31, 11, 0, 0, default), new(2026, 1, 1, 10, 0, 0, default), new(2026, 1, 1, 11, 0, 0, default)])
        {
            await host.WriteAsync(
                "mail", history: new(at, IntegrationStatus.Healthy, CheckOutcome.Succeeded, 100, null, null),
                rollups: [new RollupDelta { Hour = at, Outcome = CheckOutcome.Succeeded, LatencyMs = 100, HealthyMs = 1000 }]);
        }

        var now = host.Time.GetUtcNow();
        await host.WriteAsync(
            "mail", history: new(now, IntegrationStatus.Unhealthy, CheckOutcome.Failed, 5000, FailureKind.Timeout, "No answer."),
            rollups: [new RollupDelta { Hour = now, Outcome = CheckOutcome.Failed, LatencyMs = 5000, DegradedMs = 1000, UnhealthyMs = 3000 }]);
        return host;
    }

    private static IEnumerable<string> Times(JsonElement history, string field = "checkedAt") =>
        history.GetProperty("items").EnumerateArray().Select(item => item.GetProperty(field).GetString()!);
}
