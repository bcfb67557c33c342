using System.Text.Json;
using IntegrationHealth.Auditing;
using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Tests.Auditing;

public sealed class AuditTests
{
    [Fact]
    public async Task Changes_OfAnAdministrator_AreWrittenWithWhatBecameDifferent()
    {
        await using var host = await TestHost.StartAsync();
        await SendAsync(host, HttpMethod.Post, "", """{"id":"api","provider":"test","name":"Api","settings":{"apiKey":"hunter2","url":"https://x.example"}}""");
        await SendAsync(host, HttpMethod.Patch, "/api", """{"enabled":false}""");
        await SendAsync(host, HttpMethod.Patch, "/api", """{"name":"New","settings":{"apiKey":"hunter3"}}""");
        await SendAsync(host, HttpMethod.Delete, "/api", null);

        var entries = (await host.GetAsync("admin", "/api/admin/audit")).GetProperty("items").EnumerateArray().ToList();

        entries.Select(entry => entry.GetProperty("action").GetString())
            .Should().BeEquivalentTo("integration.removed", "integration.changed", "integration.paused", "integration.registered");
        entries.Should().OnlyContain(entry => entry.GetProperty("actor").GetString() == "admin" && entry.GetProperty("subjectId").GetString() == "api");
        entries.Single(entry => entry.GetProperty("action").GetString() == "integration.paused").GetProperty("changes").GetRawText()
            .Should().Be("""[{"field":"enabled","before":"true","after":"false"}]""");
        string.Concat(entries.Select(entry => entry.GetRawText())).Should().NotContain("hunter");
    }

    [Fact]
    public async Task Refused_Changes_AreNotWritten()
    {
        await using var host = await TestHost.StartAsync();
        await SendAsync(host, HttpMethod.Post, "", """{"id":"api","provider":"no-such","name":"Api"}""");
        await SendAsync(host, HttpMethod.Delete, "/unknown", null);
        using var _ = await host.As("alice").DeleteAsync("/api/admin/integrations/api", TestContext.Current.CancellationToken);

        (await host.GetAsync("admin", "/api/admin/audit")).GetProperty("items").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task List_PagesAndFilters_HoldWhileNewEntriesArrive()
    {
        await using var host = await TestHost.StartAsync();
        for (var number = 0; number < 5; number++)
        {
            await SendAsync(host, HttpMethod.Post, "", $$"""{"id":"api-{{number}}","provider":"test","name":"Api"}""");
            host.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var first = await host.GetAsync("admin", "/api/admin/audit?limit=2&action=integration.");
        await SendAsync(host, HttpMethod.Delete, "/api-0", null);
        var second = await host.GetAsync("admin", $"/api/admin/audit?limit=2&action=integration.&cursor={first.GetProperty("nextCursor").GetString()}");
        var third = await host.GetAsync("admin", $"/api/admin/audit?limit=2&action=integration.&cursor={second.GetProperty("nextCursor").GetString()}");

        Ids(first).Concat(Ids(second)).Concat(Ids(third)).Should().Equal("api-4", "api-3", "api-2", "api-1", "api-0");
        third.GetProperty("nextCursor").ValueKind.Should().Be(JsonValueKind.Null);
        Ids(await host.GetAsync("admin", "/api/admin/audit?action=integration.removed")).Should().Equal("api-0");
        Ids(await host.GetAsync("admin", "/api/admin/audit?subjectId=api-3&actor=admin")).Should().Equal("api-3");
        Ids(await host.GetAsync("admin", "/api/admin/audit?from=2026-01-01T12:03:00Z&to=2026-01-01T12:04:00Z")).Should().Equal("api-3");
        Ids(await host.GetAsync("admin", "/api/admin/audit?actor=somebody")).Should().BeEmpty();
    }

    [Fact]
    public void Route_ThatSaysNothingOfTheAuditLog_StopsTheStart()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        var group = app.MapGroup("/api/admin");
        group.RequireAudit();
        group.MapPost("/things", () => { });

        var list = () => ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).ToList();

        list.Should().Throw<InvalidOperationException>().WithMessage("*things*Audited*");
    }

    private static IEnumerable<string?> Ids(JsonElement list) => list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("subjectId").GetString());

    private static async Task SendAsync(TestHost host, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, "/api/admin/integrations" + path);
        if (body is not null)
            request.Content = new StringContent(body, null, "application/json");
        using var response = await host.As("admin").SendAsync(request, TestContext.Current.CancellationToken);
    }
}
