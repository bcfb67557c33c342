using System.Text.Json;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class HealthGroupTests
{
    private const string Path = "/api/admin/integrations/health/groups";

    [Fact]
    public async Task Groups_OfAnAdministrator_WorstFirst()
    {
        await using var host = await StartAsync();

        var list = await host.GetAsync("admin", Path + "?by=ownerId");

        Keys(list).Should().Equal("bob", "alice", "");
        list.GetProperty("total").GetInt32().Should().Be(3);
        list.GetProperty("items")[0].GetRawText().Should().Be("""{"key":"bob","total":2,"summary":{"healthy":0,"degraded":0,"unhealthy":2,"unknown":0,"paused":0}}""");
    }

    [Fact]
    public async Task Groups_ByNothingNamed_AreByProvider()
    {
        await using var host = await StartAsync();

        (await host.GetAsync("admin", Path)).GetRawText().Should().Be((await host.GetAsync("admin", Path + "?by=provider")).GetRawText());
    }

    [Fact]
    public async Task Groups_OfAnOwner_AreOfTheirsAlone()
    {
        await using var host = await StartAsync();

        var list = await host.GetAsync("alice", "/api/integrations/health/groups?by=tag");

        Keys(list).Should().Equal("eu", "", "prod");
        list.GetProperty("items").EnumerateArray().Sum(group => group.GetProperty("total").GetInt64()).Should().Be(3);
    }

    [Fact]
    public async Task Groups_WithAStatus_LeaveOutThoseThatHaveNone_AndKeepTheirTally()
    {
        await using var host = await StartAsync();

        var list = await host.GetAsync("admin", Path + "?by=ownerId&status=healthy");

        Keys(list).Should().Equal("alice", "");
        list.GetProperty("items")[0].GetRawText().Should().Be("""{"key":"alice","total":1,"summary":{"healthy":1,"degraded":1,"unhealthy":0,"unknown":1,"paused":0}}""");
    }

    [Fact]
    public async Task Groups_Paging_GoesThroughAll()
    {
        await using var host = await StartAsync();
        var keys = new List<string?>();
        var cursor = "";
        do
        {
            var page = await host.GetAsync("admin", $"{Path}?by=ownerId&limit=1&cursor={cursor}");
            keys.AddRange(Keys(page));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        keys.Should().Equal("bob", "alice", "");
    }

    [Theory]
    [InlineData("admin", Path + "?by=status", "by")]
    [InlineData("admin", Path + "?by=tag&cursor=x", "cursor")]
    [InlineData("admin", Path + "?by=tag&sort=name", "sort")]
    [InlineData("alice", "/api/integrations/health/groups?by=ownerId", "by")]
    [InlineData("alice", "/api/integrations/health/groups?by=tag&ownerId=bob", "ownerId")]
    [InlineData("alice", "/api/integrations/health?without=ownerId", "without")]
    [InlineData("admin", "/api/admin/integrations/health?without=ownerId&ownerId=bob", "without")]
    [InlineData("admin", "/api/admin/integrations/health?without=name", "without")]
    public async Task Groups_BadValue_Is400(string user, string path, string field)
    {
        await using var host = await StartAsync();

        using var response = await host.As(user).GetAsync(path, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).Should().Be(400);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain($"\"{field}\":[");
    }

    [Theory]
    [InlineData("admin", "/api/admin/integrations/health?without=ownerId", "nobodys")]
    [InlineData("admin", "/api/admin/integrations/health?without=tag", "a2 b1 nobodys")]
    [InlineData("alice", "/api/integrations/health?without=tag", "a2")]
    [InlineData("alice", "/api/integrations/health?tag=prod", "a1")]
    public async Task List_Without_IsWhatTheEmptyGroupHolds(string user, string path, string ids)
    {
        await using var host = await StartAsync();

        (await host.GetAsync(user, path)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).Should().Equal(ids.Split(' '));
    }

    private static IEnumerable<string?> Keys(JsonElement list) => list.GetProperty("items").EnumerateArray().Select(group => group.GetProperty("key").GetString());

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync();
        await host.AddAsync(
            Some.Integration("a1", tags: "prod"), Some.Integration("a2"), Some.Integration("a3", tags: "eu"), Some.Integration("b1", "bob"),
            Some.Integration("b2", "bob", tags: "prod"), Some.Integration("nobodys", ""));
        foreach (var (id, status) in new[]
        {
            ("a1", IntegrationStatus.Healthy), ("a3", IntegrationStatus.Degraded), ("b1", IntegrationStatus.Unhealthy), ("b2", IntegrationStatus.Unhealthy),
            ("nobodys", IntegrationStatus.Healthy),
        })
        {
            await host.WriteAsync(id, before => before with { Status = status });
        }

        return host;
    }
}
