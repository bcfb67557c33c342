using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHealth.Catalog;
using IntegrationHealth.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class CatalogTests
{
    private const string Path = "/api/admin/integrations";

    [Fact]
    public async Task Patch_AnotherOwner_ShowsNothingOfTheFormerOne()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddAsync(Some.Integration("mail"));
        await host.WriteAsync("mail",
            snapshot => snapshot with
            {
                Status = IntegrationHealth.Status.IntegrationStatus.Healthy,
                LastCheckedAt = host.Time.GetUtcNow(),
                Data = new Dictionary<string, string> { ["emailAddress"] = "alice@example.com" },
            },
            new IntegrationHealth.History.HistoryEntry(host.Time.GetUtcNow(), IntegrationHealth.Status.IntegrationStatus.Healthy,
                IntegrationHealth.Checks.CheckOutcome.Succeeded, 1, null, "alice@example.com"));

        using var body = new StringContent("""{"ownerId":"bob"}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await host.As("admin").PatchAsync("/api/admin/integrations/mail", body, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).Should().Be(200);

        (await host.GetAsync("bob", "/api/integrations/mail/health")).GetRawText().Should().NotContain("alice@example.com");
        (await host.GetAsync("bob", "/api/integrations/mail/health/history?from=2025-12-31")).GetRawText().Should().NotContain("alice@example.com");
    }

    [Fact]
    public async Task Add_Everything_Is201WithALocationThatAnswers()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await SendAsync(host, "POST", Path,
            """
            {"id":"a:1","provider":"test","name":"Mail","ownerId":"alice","tags":["prod"],"intervalMs":60000,"enabled":false,
             "settings":{"url":"https://api.example.com"}}
            """);

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        response.Headers.Location!.ToString().Should().Be("/api/admin/integrations/a%3A1");
        var expected = JsonNode.Parse(
            """
            {"id":"a:1","provider":"test","name":"Mail","ownerId":"alice","tags":["prod"],"intervalMs":60000,"enabled":false,
             "settings":{"url":"https://api.example.com"},"origin":"runtime"}
            """);
        JsonNode.DeepEquals(await BodyAsync(response), expected).Should().BeTrue();
        var found = await host.GetAsync("admin", response.Headers.Location.ToString());
        JsonNode.DeepEquals(JsonNode.Parse(found.GetRawText()), expected).Should().BeTrue();
    }

    [Fact]
    public async Task Add_WithoutId_MakesOne()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await SendAsync(host, "POST", Path, """{"provider":"test","name":"Mail"}""");

        var id = (string)(await BodyAsync(response))!["id"]!;
        id.Should().MatchRegex("^[0-9a-f]{32}$");
        host.Services.GetRequiredService<IIntegrationCatalog>().TryGet(id, out var integration).Should().BeTrue();
        integration!.Origin.Should().Be(IntegrationOrigin.Runtime);
    }

    [Theory]
    [InlineData("""{"provider":"test"}""", "name")]
    [InlineData("""{"name":"Mail"}""", "provider")]
    [InlineData("""{"provider":"nonesuch","name":"Mail"}""", "provider")]
    [InlineData("""{"provider":"test","name":""}""", "name")]
    [InlineData("""{"provider":"test","name":7}""", "name")]
    [InlineData("""{"provider":"test","name":null}""", "name")]
    [InlineData("""{"provider":"test","name":"Mail","name":"Post"}""", "name")]
    [InlineData("""{"provider":"test","name":"Mail","intervalMs":1}""", "intervalMs")]
    [InlineData("""{"provider":"test","name":"Mail","intervalMs":"1m"}""", "intervalMs")]
    [InlineData("""{"provider":"test","name":"Mail","tags":"prod"}""", "tags")]
    [InlineData("""{"provider":"test","name":"Mail","tags":[1]}""", "tags")]
    [InlineData("""{"provider":"test","name":"Mail","enabled":"no"}""", "enabled")]
    [InlineData("""{"provider":"test","name":"Mail","settings":[]}""", "settings")]
    [InlineData("""{"provider":"test","name":"Mail","settings":{"bad":1}}""", "settings.bad")]
    [InlineData("""{"provider":"test","name":"Mail","interval":"00:01:00"}""", "interval")]
    [InlineData("""["provider"]""", "body")]
    [InlineData("""{"provider":""", "body")]
    public async Task Add_BadValue_Is400NamingTheField(string body, string field)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await SendAsync(host, "POST", Path, body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        (await BodyAsync(response))!["errors"]![field].Should().NotBeNull();
    }

    [Fact]
    public async Task Add_SeveralWrongTypes_AreNamedAtOnce()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await SendAsync(host, "POST", Path, """{"name":1,"tags":2,"colour":"red"}""");

        (await BodyAsync(response))!["errors"]!.AsObject().Select(error => error.Key).Should().BeEquivalentTo("provider", "name", "tags", "colour");
    }

    [Fact]
    public async Task Add_TakenId_Is409()
    {
        await using var host = await StartAsync();

        using var response = await SendAsync(host, "POST", Path, """{"id":"mail","provider":"test","name":"Mail"}""");

        response.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await BodyAsync(response))!["errors"]!["id"].Should().NotBeNull();
    }

    [Fact]
    public async Task Add_NotJson_Is415()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await SendAsync(host, "POST", Path, "provider=test&name=Mail", "application/x-www-form-urlencoded");

        response.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
        response.Content.Headers.ContentType?.MediaType.Should().Be("application/problem+json");
        (await BodyAsync(response))!["detail"]!.GetValue<string>().Should().Contain("application/json");
    }

    [Theory]
    [InlineData("""{"provider":"test","name":"\ud800x"}""", "name")]
    [InlineData("""{"provider":"test","name":"x","tags":["a","\udc00"]}""", "tags[1]")]
    [InlineData("""{"provider":"test","name":"x","settings":{"a":{"b":"\ud800"}}}""", "settings.a.b")]
    [InlineData("""{"provider":"test","name":"x","settings":{"\ud800":"1"}}""", "settings")]
    [InlineData("""{"provider":"test","name":"x","\ud800":"1"}""", "body")]
    public async Task Add_HalfACharacter_Is400WithTheField(string body, string field)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await SendAsync(host, "POST", Path, body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await BodyAsync(response))!["errors"]!.AsObject().Select(error => error.Key).Should().Equal(field);
    }

    [Theory]
    [InlineData("500", "500")]
    [InlineData("9000000000", "9000000000")]
    [InlineData("1.5", "1.5")]
    [InlineData("\"1m\"", "1m")]
    public async Task Add_IntervalNotAllowed_NamesItsValueAndTheRangeInItsUnit(string interval, string shown)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await SendAsync(host, "POST", Path, $$"""{"provider":"test","name":"x","intervalMs":{{interval}}}""");

        (await BodyAsync(response))!["errors"]!["intervalMs"]![0]!.GetValue<string>()
            .Should().Contain(shown).And.Contain("from 1000 (1 s) to 86400000 (24 h)");
    }

    [Fact]
    public async Task Add_PasswordInARefusedUrl_IsNotRepeated()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await SendAsync(host, "POST", Path,
            """{"provider":"http","name":"x","settings":{"url":"ftp://user:hunter2secret@host.example/"}}""");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await BodyAsync(response))!.ToJsonString().Should().NotContain("hunter2secret").And.Contain("host.example");
    }

    [Fact]
    public async Task StoredButNotWatched_IsSeenTakenAndRemoved()
    {
        await using var host = await TestHost.StartAsync();
        var retired = Some.Integration("old", owner: "bob") with { Provider = "retired" };
        await host.Services.GetRequiredService<IIntegrationStore>().UpsertAsync([retired], TestContext.Current.CancellationToken);

        (await host.GetAsync("admin", Path + "/old")).GetProperty("provider").GetString().Should().Be("retired");
        using var taken = await SendAsync(host, "POST", Path, """{"id":"old","provider":"test","name":"x"}""");
        using var removed = await SendAsync(host, "DELETE", Path + "/old", "");
        using var free = await SendAsync(host, "POST", Path, """{"id":"old","provider":"test","name":"x"}""");

        taken.StatusCode.Should().Be(HttpStatusCode.Conflict);
        removed.StatusCode.Should().Be(HttpStatusCode.NoContent);
        free.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Add_HugeBody_Is413()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await SendAsync(host, "POST", Path, $$"""{"provider":"test","name":"{{new string('x', 300_000)}}"}""");

        response.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        response.Content.Headers.ContentType?.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task Update_Paused_ChangesOnlyThat()
    {
        await using var host = await StartAsync();

        using var response = await SendAsync(host, "PATCH", Path + "/mail", """{"enabled":false}""");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        host.Services.GetRequiredService<IIntegrationCatalog>().TryGet("mail", out var integration);
        integration!.Enabled.Should().BeFalse();
        integration.Name.Should().Be("mail");
        integration.Interval.Should().Be(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Update_IntervalNull_IsTheDefaultAgain()
    {
        await using var host = await StartAsync();

        using var response = await SendAsync(host, "PATCH", Path + "/mail", """{"intervalMs":null,"name":"New","tags":["x"],"ownerId":"bob"}""");

        host.Services.GetRequiredService<IIntegrationCatalog>().TryGet("mail", out var integration);
        integration!.Interval.Should().BeNull();
        (integration.Name, integration.OwnerId, integration.Tags.Single()).Should().Be(("New", "bob", "x"));
    }

    [Theory]
    [InlineData("""{"id":"other"}""", "id")]
    [InlineData("""{"provider":"other"}""", "provider")]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"intervalMs":1}""", "intervalMs")]
    public async Task Update_BadValue_Is400(string body, string field)
    {
        await using var host = await StartAsync();

        using var response = await SendAsync(host, "PATCH", Path + "/mail", body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await BodyAsync(response))!["errors"]![field].Should().NotBeNull();
    }

    [Fact]
    public async Task Secrets_InSettings_AreNeitherAnsweredNorLostWhenSentBack()
    {
        await using var host = await StartAsync();
        await host.AddAsync(Some.Integration("mcp") with
        {
            Settings = JsonDocument.Parse(
                """{"url":"https://bob:hunter2@x.example/","headers":{"Authorization":"Bearer abc","Accept":"*/*"},"arguments":["--token=abc","-v"],"old":1}""").RootElement,
        });
        var shown = await host.GetAsync("admin", Path + "/mcp");
        shown.GetRawText().Should().NotContainAny("hunter2", "abc").And.Contain("*/*");

        var settings = JsonNode.Parse(shown.GetProperty("settings").GetRawText())!;
        settings["headers"]!["Accept"] = "text/html";
        settings["old"] = null;
        settings["new"] = 2;
        using var response = await SendAsync(host, "PATCH", Path + "/mcp", new JsonObject { ["settings"] = settings }.ToJsonString());

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await BodyAsync(response))!.ToJsonString().Should().NotContainAny("hunter2", "abc");
        host.Services.GetRequiredService<IIntegrationCatalog>().TryGet("mcp", out var integration);
        JsonNode.DeepEquals(JsonNode.Parse(integration!.Settings.GetRawText()), JsonNode.Parse(
            """{"url":"https://bob:hunter2@x.example/","headers":{"Authorization":"Bearer abc","Accept":"text/html"},"arguments":["--token=abc","-v"],"new":2}"""))
            .Should().BeTrue("it holds {0}", integration.Settings.GetRawText());
    }

    [Theory]
    [InlineData("""{"settings":{"url":"https://evil.example/"}}""", "settings.headers.Authorization")]
    [InlineData("""{"settings":{"url":"https://evil.example/","headers":{"Authorization":"***"}}}""", "settings.headers.Authorization")]
    [InlineData("""{"settings":{"url":"https://api.example.com:8443/"}}""", "settings.headers.Authorization")]
    [InlineData("""{"settings":{"url":"https://evil.example/","headers":{"Authorization":"Bearer another"}}}""", null)]
    [InlineData("""{"settings":{"url":"https://evil.example/","headers":{"Authorization":null}}}""", null)]
    [InlineData("""{"settings":{"url":"https://evil.example/","headers":null}}""", null)]
    [InlineData("""{"settings":{"url":"https://api.example.com/other"}}""", null)]
    [InlineData("""{"name":"Another"}""", null)]
    public async Task Update_AnotherFarEnd_GetsNoSecretThatWasGivenForTheOneBefore(string change, string? field)
    {
        await using var host = await TestHost.StartAsync();
        await SendAsync(host, "POST", Path, """{"id":"a","provider":"test","name":"A","settings":{"url":"https://api.example.com/","headers":{"Authorization":"Bearer secret"}}}""");

        using var response = await SendAsync(host, "PATCH", $"{Path}/a", change);

        response.StatusCode.Should().Be(field is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        if (field is not null)
            (await BodyAsync(response))!["errors"]!.AsObject().Select(error => error.Key).Should().Equal(field);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Change_FixedInCode_Is409(string method)
    {
        await using var host = await StartAsync();

        using var response = await SendAsync(host, method, Path + "/fixed", """{"enabled":false}""");

        response.StatusCode.Should().Be(HttpStatusCode.Conflict);
        ((string)(await BodyAsync(response))!["detail"]!).Should().Contain("code");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Change_Unknown_Is404(string method)
    {
        await using var host = await StartAsync();

        using var response = await SendAsync(host, method, Path + "/nonesuch", method == "GET" ? null : """{"enabled":false}""");

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Remove_Runtime_Is204AndGone()
    {
        await using var host = await StartAsync();

        using var response = await SendAsync(host, "DELETE", Path + "/mail", null);
        using var again = await host.As("alice").GetAsync("/api/integrations/mail/health", TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(HttpStatusCode.NoContent);
        again.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync(health => health.AddIntegration(Some.Integration("fixed") with { Origin = IntegrationOrigin.Code }));
        await host.AddAsync(Some.Integration("mail") with { Interval = TimeSpan.FromMinutes(2) });
        return host;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestHost host, string method, string path, string? body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, type);
        return await host.As("admin").SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonNode?> BodyAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
