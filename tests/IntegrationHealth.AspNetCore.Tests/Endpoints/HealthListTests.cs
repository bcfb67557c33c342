using System.Net;
using System.Text.Json;
using IntegrationHealth.Checks;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class HealthListTests
{
    private static readonly string[] Statuses = ["healthy", "degraded", "unhealthy", "unknown"];

    [Theory]
    [InlineData("q=%00", "U+0000")]
    [InlineData("q=a%0Ab", "U+000A")]
    [InlineData("provider=test,%7F", "U+007F")]
    public async Task List_ControlCharacter_Is400(string query, string shown)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.As("alice").GetAsync($"/api/integrations/health?{query}", TestContext.Current.CancellationToken);

        ((int)response.StatusCode).Should().Be(400);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain(shown);
    }

    [Fact]
    public async Task List_Owner_HoldsOnlyTheirsWithTheTally()
    {
        await using var host = await StartAsync();

        var list = await host.GetAsync("alice", "/api/integrations/health");

        Ids(list).Should().Equal("a-degraded", "a-healthy", "a-unhealthy", "a-unknown");
        list.GetProperty("total").GetInt64().Should().Be(4);
        list.GetProperty("nextCursor").ValueKind.Should().Be(JsonValueKind.Null);
        list.GetProperty("summary").GetRawText().Should().Be("""{"healthy":1,"degraded":1,"unhealthy":1,"unknown":1,"paused":0}""");
    }

    [Theory]
    [InlineData("?status=unhealthy", "a-unhealthy")]
    [InlineData("?status=unhealthy,degraded", "a-degraded a-unhealthy")]
    [InlineData("?status=unhealthy&status=degraded", "a-degraded a-unhealthy")]
    [InlineData("?provider=test", "a-degraded a-healthy a-unhealthy a-unknown")]
    [InlineData("?provider=other", "")]
    [InlineData("?q=UNHEAL", "a-unhealthy")]
    [InlineData("?status=&provider=&q=&sort=&limit=&cursor=", "a-degraded a-healthy a-unhealthy a-unknown")]
    [InlineData("?sort=status", "a-unhealthy a-degraded a-unknown a-healthy")]
    [InlineData("?sort=-name", "a-unknown a-unhealthy a-healthy a-degraded")]
    [InlineData("?sort=latency", "a-unknown a-degraded a-unhealthy a-healthy")]
    [InlineData("?sort=-lastCheckedAt", "a-unhealthy a-degraded a-healthy a-unknown")]
    [InlineData("?sort=-statusSince", "a-unhealthy a-degraded a-healthy a-unknown")]
    public async Task List_FilterOrOrder_IsFollowed(string query, string ids)
    {
        await using var host = await StartAsync();

        Ids(await host.GetAsync("alice", "/api/integrations/health" + query)).Should().Equal(ids.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("", "a-degraded a-healthy a-unhealthy a-unknown b-mail")]
    [InlineData("?ownerId=bob", "b-mail")]
    [InlineData("?tag=prod", "b-mail")]
    [InlineData("?failureKind=authenticationRevoked", "a-unhealthy")]
    public async Task List_Administrator_SeesEverybodyAndFilters(string query, string ids)
    {
        await using var host = await StartAsync();

        Ids(await host.GetAsync("admin", "/api/admin/integrations/health" + query)).Should().Equal(ids.Split(' '));
    }

    [Fact]
    public async Task List_StatusFilter_LeavesTheTallyWhole()
    {
        await using var host = await StartAsync();

        var list = await host.GetAsync("alice", "/api/integrations/health?status=healthy");

        list.GetProperty("total").GetInt64().Should().Be(1);
        list.GetProperty("summary").GetProperty("unhealthy").GetInt64().Should().Be(1);
    }

    [Theory]
    [InlineData("status=sick", "status", "healthy")]
    [InlineData("status=Healthy", "status", "Healthy")]
    [InlineData("status=healthy,4", "status", "4")]
    [InlineData("sort=owner", "sort", "statusSince")]
    [InlineData("sort=--name", "sort", "--name")]
    [InlineData("sort=name&sort=status", "sort", "2 times")]
    [InlineData("limit=0", "limit", "200")]
    [InlineData("limit=201", "limit", "200")]
    [InlineData("limit=-1", "limit", "200")]
    [InlineData("limit=ten", "limit", "ten")]
    [InlineData("limit=1&limit=2", "limit", "2 times")]
    [InlineData("cursor=%25%25", "cursor", "cursor")]
    [InlineData("cursor=abcd", "cursor", "cursor")]
    [InlineData("q=a&q=b", "q", "2 times")]
    [InlineData("stauts=healthy", "stauts", "status")]
    [InlineData("ownerId=bob", "ownerId", "not a parameter")]
    public async Task List_BadValue_Is400NamingTheField(string query, string field, string said)
    {
        await using var host = await StartAsync();

        var problem = await ProblemAsync(host, "alice", "/api/integrations/health?" + query);

        problem.GetProperty("errors").GetProperty(field)[0].GetString().Should().Contain(said);
        problem.GetProperty("title").GetString().Should().NotBeNullOrEmpty();
        problem.GetProperty("detail").GetString().Should().Contain(said);
        problem.GetProperty("status").GetInt32().Should().Be(400);
    }

    [Fact]
    public async Task List_TooLongSearch_Is400()
    {
        await using var host = await StartAsync();

        var problem = await ProblemAsync(host, "alice", "/api/integrations/health?q=" + new string('x', 201));

        problem.GetProperty("errors").GetProperty("q")[0].GetString().Should().Contain("200");
    }

    [Fact]
    public async Task List_SeveralBadValues_AreNamedAtOnce()
    {
        await using var host = await StartAsync();

        var problem = await ProblemAsync(host, "admin", "/api/admin/integrations/health?status=sick&limit=0&failureKind=flu&sort=up");

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().BeEquivalentTo("status", "limit", "failureKind", "sort");
    }

    [Theory]
    [InlineData("sort=name&limit=1", "sort=status&limit=1")]
    [InlineData("limit=1", "limit=1&status=healthy,degraded")]
    [InlineData("limit=1", "limit=1&q=a")]
    [InlineData("limit=1", "limit=1&sort=-name")]
    public async Task List_CursorOfAnotherList_Is400(string made, string used)
    {
        await using var host = await StartAsync();
        var cursor = (await host.GetAsync("alice", "/api/integrations/health?" + made)).GetProperty("nextCursor").GetString();

        var problem = await ProblemAsync(host, "alice", $"/api/integrations/health?{used}&cursor={cursor}");

        problem.GetProperty("errors").TryGetProperty("cursor", out _).Should().BeTrue();
    }

    [Fact]
    public async Task List_CursorOfAnotherOwner_Is400()
    {
        await using var host = await StartAsync();
        var cursor = (await host.GetAsync("alice", "/api/integrations/health?limit=1")).GetProperty("nextCursor").GetString();

        (await ProblemAsync(host, "bob", $"/api/integrations/health?limit=1&cursor={cursor}")).GetProperty("errors").TryGetProperty("cursor", out _)
            .Should().BeTrue();
    }

    [Fact]
    public async Task List_ForgedPlaceWithARightChecksum_Is400()
    {
        await using var host = await StartAsync();
        var list = IntegrationHealth.Endpoints.Cursor.ListOf("health", null, "", "", null, null, null, "Latency", "False");
        var cursor = IntegrationHealth.Endpoints.Cursor.Write(list, "no number", "x");

        var problem = await ProblemAsync(host, "admin", $"/api/admin/integrations/health?sort=latency&cursor={cursor}");

        problem.GetProperty("errors").TryGetProperty("cursor", out _).Should().BeTrue();
    }

    [Theory]
    [InlineData("name")]
    [InlineData("-status")]
    [InlineData("latency")]
    [InlineData("-statusSince")]
    [InlineData("lastCheckedAt")]
    public async Task List_Paging_NamesEachOnceAlthoughOthersComeAndGo(string sort)
    {
        await using var host = await StartAsync();
        await host.AddAsync(Enumerable.Range(0, 7).Select(number => Some.Integration($"m{number}")));
        var path = $"/api/integrations/health?limit=3&sort={sort}";
        var page = await host.GetAsync("alice", path);
        var seen = Ids(page).ToList();
        seen.Should().HaveCount(3);

        // One that was shown goes, and one comes at either end of the order: neither may shift the rest.
        var catalog = host.Services.GetService(typeof(IntegrationHealth.Catalog.IIntegrationCatalog)) as IntegrationHealth.Catalog.IIntegrationCatalog;
        await catalog!.RemoveAsync(seen[0], TestContext.Current.CancellationToken);
        await host.AddAsync(Some.Integration("a"), Some.Integration("z"));
        while (page.GetProperty("nextCursor").GetString() is { } cursor)
        {
            page = await host.GetAsync("alice", $"{path}&cursor={cursor}");
            seen.AddRange(Ids(page));
        }

        seen.Should().OnlyHaveUniqueItems();
        seen.Except(["a", "z"]).Should().BeEquivalentTo(
            [.. Statuses.Select(status => "a-" + status), .. Enumerable.Range(0, 7).Select(number => $"m{number}")]);
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync();
        await host.AddAsync([.. Statuses.Select(status => Some.Integration("a-" + status)), Some.Integration("b-mail", "bob", tags: "prod")]);
        var now = host.Time.GetUtcNow();
        await host.WriteAsync("a-healthy", snapshot => snapshot with
        {
            Status = IntegrationStatus.Healthy,
            LatencyMs = 300,
            LastCheckedAt = now.AddMinutes(-3),
            StatusSince = now.AddMinutes(-3),
        });
        await host.WriteAsync("a-degraded", snapshot => snapshot with
        {
            Status = IntegrationStatus.Degraded,
            LatencyMs = 100,
            LastCheckedAt = now.AddMinutes(-2),
            StatusSince = now.AddMinutes(-2),
            Failure = CheckFailure.Of(FailureKind.RateLimited, "Slow down."),
        });
        await host.WriteAsync("a-unhealthy", snapshot => snapshot with
        {
            Status = IntegrationStatus.Unhealthy,
            LatencyMs = 200,
            LastCheckedAt = now.AddMinutes(-1),
            StatusSince = now.AddMinutes(-1),
            Failure = CheckFailure.Of(FailureKind.AuthenticationRevoked, "Revoked."),
        });
        await host.WriteAsync("a-unknown", snapshot => snapshot with { StatusSince = now.AddMinutes(-4) });
        return host;
    }

    private static async Task<JsonElement> ProblemAsync(TestHost host, string user, string path)
    {
        using var response = await host.As(user).GetAsync(path, TestContext.Current.CancellationToken);
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    private static IEnumerable<string> Ids(JsonElement list) => list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!);
}
