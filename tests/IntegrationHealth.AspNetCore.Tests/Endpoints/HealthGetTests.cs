using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class HealthGetTests
{
    [Fact]
    public async Task Get_EverythingKnown_HasTheShapeOfTheContract()
    {
        await using var host = await TestHost.StartAsync(services: services => services
            .AddSingleton<IRecoveryLinks, Links>()
            .Configure<JsonOptions>(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper));
        await host.AddAsync(Some.Integration("mail", name: "Alice's Gmail", tags: "prod"));
        var now = host.Time.GetUtcNow();
        await host.WriteAsync(
            "mail",
            snapshot => snapshot with
            {
                Status = IntegrationStatus.Unhealthy,
                StatusSince = now.AddHours(-2),
                LastCheckedAt = now.AddSeconds(-1.5),
                LastSucceededAt = now.AddHours(-2).ToOffset(TimeSpan.FromHours(5)),
                NextCheckAt = now.AddMinutes(5),
                LatencyMs = 182,
                ConsecutiveFailures = 3,
                Recovering = new(1, 2),
                RetryAt = now.AddMinutes(9),
                Failure = CheckFailure.Of(FailureKind.AuthenticationRevoked, "Google no longer accepts this connection.", Confidence.High) with
                {
                    VendorCode = "invalid_grant",
                    DocsUrl = "https://docs",
                    Evidence = "status 400",
                },
                Capabilities = [new("read", IntegrationStatus.Unhealthy, "Scope lost."), new("events", IntegrationStatus.Healthy)],
                CredentialExpiresAt = now.AddDays(1),
                Data = new Dictionary<string, string> { ["emailAddress"] = "alice@example.com" },
            },
            rollups: [new RollupDelta { Hour = now, HealthyMs = 3000, UnhealthyMs = 1000 }]);

        var json = await host.GetAsync("alice", "/api/integrations/mail/health");

        var expected = JsonNode.Parse(
            """
            {"id":"mail","name":"Alice's Gmail","provider":"test","ownerId":"alice","tags":["prod"],
             "status":"unhealthy","statusSince":"2026-01-01T10:00:00Z",
             "lastCheckedAt":"2026-01-01T11:59:58.5Z","lastSucceededAt":"2026-01-01T10:00:00Z","nextCheckAt":"2026-01-01T12:05:00Z",
             "latencyMs":182,"consecutiveFailures":3,"stale":false,"confirming":null,"recovering":{"observed":1,"required":2},
             "failure":{"kind":"authenticationRevoked","message":"Google no longer accepts this connection.","transient":false,"confidence":"high",
                        "responsibleParty":"owner","action":"reconnect","actionUrl":"https://host/reconnect/mail","docsUrl":"https://docs",
                        "vendorCode":"invalid_grant","retryAfter":"2026-01-01T12:09:00Z","outageId":null},
             "capabilities":[{"name":"read","status":"unhealthy","message":"Scope lost."},{"name":"events","status":"healthy","message":null}],
             "uptime":{"24h":0.75,"7d":0.75,"30d":0.75},"credentialExpiresAt":"2026-01-02T12:00:00Z","data":{"emailAddress":"alice@example.com"},
             "version":1}
            """);
        JsonNode.DeepEquals(JsonNode.Parse(json.GetRawText()), expected).Should().BeTrue("the answer was {0}", json.GetRawText());
    }

    [Fact]
    public async Task Get_NeverChecked_AnswersNullsAndEmptyLists()
    {
        await using var host = await StartAsync();

        var json = await host.GetAsync("alice", "/api/integrations/mail/health");

        json.GetProperty("status").GetString().Should().Be("unknown");
        json.GetProperty("failure").ValueKind.Should().Be(JsonValueKind.Null);
        json.GetProperty("lastCheckedAt").ValueKind.Should().Be(JsonValueKind.Null);
        json.GetProperty("data").GetRawText().Should().Be("{}");
        json.GetProperty("tags").GetRawText().Should().Be("[]");
        json.GetProperty("uptime").GetRawText().Should().Be("""{"24h":null,"7d":null,"30d":null}""");
    }

    [Fact]
    public async Task Get_IsNeverCachedForOthers()
    {
        await using var host = await StartAsync();

        using var response = await GetAsync(host, null);

        response.Headers.CacheControl!.ToString().Should().Be("no-cache, private");
        response.Content.Headers.ContentType!.ToString().Should().Be("application/json; charset=utf-8");
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("*")]
    [InlineData("\"other\", {0}")]
    public async Task Get_SameETag_Is304WithoutBody(string ifNoneMatch)
    {
        await using var host = await StartAsync();
        using var first = await GetAsync(host, null);
        var etag = first.Headers.ETag!.ToString();

        using var second = await GetAsync(host, string.Format(System.Globalization.CultureInfo.InvariantCulture, ifNoneMatch, etag));

        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
        second.Headers.ETag!.ToString().Should().Be(etag);
        (await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public async Task Get_AfterAChange_HasAnotherETag()
    {
        await using var host = await StartAsync();
        using var first = await GetAsync(host, null);
        await host.WriteAsync("mail", snapshot => snapshot with { ConsecutiveFailures = 1 });

        using var second = await GetAsync(host, first.Headers.ETag!.ToString());

        second.StatusCode.Should().Be(HttpStatusCode.OK);
        second.Headers.ETag.Should().NotBe(first.Headers.ETag);
    }

    [Fact]
    public async Task Get_ChecksStopped_IsServedAsStaleAlthoughNothingWasWritten()
    {
        await using var host = await StartAsync();
        await host.WriteAsync("mail", snapshot => snapshot with { Status = IntegrationStatus.Healthy, LastCheckedAt = host.Time.GetUtcNow() });
        using var first = await GetAsync(host, null);
        host.Time.Advance(TimeSpan.FromMinutes(16));

        using var second = await GetAsync(host, first.Headers.ETag!.ToString());

        second.StatusCode.Should().Be(HttpStatusCode.OK);
        var json = JsonDocument.Parse(await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        json.GetProperty("stale").GetBoolean().Should().BeTrue();
        json.GetProperty("status").GetString().Should().Be("healthy");
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync();
        await host.AddAsync(Some.Integration("mail"));
        return host;
    }

    private static async Task<HttpResponseMessage> GetAsync(TestHost host, string? ifNoneMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/integrations/mail/health");
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return await host.As("alice").SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed class Links : IRecoveryLinks
    {
        public string? GetUrl(IntegrationHealth.Catalog.Integration integration, RecoveryAction action) =>
            action == RecoveryAction.Reconnect ? $"https://host/reconnect/{integration.Id}" : null;
    }
}
