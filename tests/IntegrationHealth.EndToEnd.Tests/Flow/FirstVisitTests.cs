using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;

namespace IntegrationHealth.EndToEnd.Flow;

/// <summary>What somebody finds who starts the sample for the first time, with no setting but the port.</summary>
public sealed class FirstVisitTests(FirstVisitTests.Visit visit) : IClassFixture<FirstVisitTests.Visit>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_ShowsEveryKindOfTrouble()
    {
        var items = await WaitFor.ValueAsync(
            async () => (await visit.Sample.Admin.GetFromJsonAsync<JsonElement>("/api/admin/integrations/health", Token)).GetProperty("items").EnumerateArray().ToList(),
            found => found.Count == 12 && Shows(found, "healthy", null) && Shows(found, "degraded", null) && Shows(found, "degraded", "rateLimited")
                && Shows(found, "unhealthy", "providerOutage") && Shows(found, "unhealthy", "insufficientScope"),
            TimeSpan.FromMinutes(3), "twelve integrations of every kind", Token);

        items.Select(item => item.GetProperty("ownerId").GetString()).Distinct().Should().BeEquivalentTo("alice", "bob");
    }

    [Fact]
    public async Task List_OfAnOwner_HoldsOnlyTheirs()
    {
        var list = await visit.Sample.Alice.GetFromJsonAsync<JsonElement>("/api/integrations/health", Token);

        list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("ownerId").GetString()).Should().HaveCount(6).And.OnlyContain(owner => owner == "alice");
    }

    [Theory]
    [InlineData("/api/integrations/health")]
    [InlineData("/api/integrations/sim-0001/health")]
    [InlineData("/api/admin/integrations/health")]
    public async Task Get_WithoutSignIn_Is401(string path)
    {
        var answer = await visit.Sample.Anonymous.GetAsync(path, Token);

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.Should().ContainSingle().Which.Scheme.Should().Be("Bearer");
    }

    [Fact]
    public async Task Get_SomebodyElses_Is404() =>
        (await visit.Sample.Bob.GetAsync("/api/integrations/sim-0001/health", Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);

    [Fact]
    public async Task Get_AdminRouteAsOwner_Is403() =>
        (await visit.Sample.Alice.GetAsync("/api/admin/integrations/health", Token)).StatusCode.Should().Be(HttpStatusCode.Forbidden);

    [Fact]
    public async Task Check_Now_AnswersTheNewHealth()
    {
        var answer = await visit.Sample.Alice.PostAsync("/api/integrations/sim-0001/health/check", null, Token);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("lastCheckedAt").ValueKind.Should().Be(JsonValueKind.String);
    }

    [Fact]
    public async Task Reconnect_ThroughTheLinkOfTheFailure_MakesItHealthyAgain()
    {
        const string id = "sim-0005";
        var link = await WaitFor.ValueAsync(
            async () => (await SampleProcess.HealthAsync(visit.Sample.Alice, id)).GetProperty("failure"),
            failure => failure is { ValueKind: JsonValueKind.Object } && failure.GetProperty("action").GetString() == "reconnect",
            TimeSpan.FromMinutes(2), "a failure that asks to reconnect", Token);
        var page = new Uri(link.GetProperty("actionUrl").GetString()!);

        (await visit.Sample.Anonymous.GetStringAsync(page, Token)).Should().Contain("<form method=\"post\">");
        (await visit.Sample.Anonymous.PostAsync(page, null, Token)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await SampleProcess.StatusAsync(visit.Sample.Alice, id, "healthy", Token)).GetProperty("failure").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("email", """{"to":["ops@example.com"],"from":"health@example.com","host":"127.0.0.1"}""")]
    [InlineData("webhook", """{"url":"https://hooks.example.com/health"}""")]
    [InlineData("slack", """{"url":"https://hooks.slack.com/services/T0/B0/x"}""")]
    [InlineData("teams", """{"url":"https://example.logic.azure.com/workflows/x"}""")]
    public async Task Channel_OfEachType_CanBeMade(string type, string settings)
    {
        using var channel = JsonContent.Create(new { name = type, type, settings = JsonSerializer.Deserialize<JsonElement>(settings) });

        var answer = await visit.Sample.Admin.PostAsync("/api/admin/notification-channels", channel, Token);

        answer.StatusCode.Should().Be(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Health_IsServed() =>
        (await visit.Sample.Anonymous.GetAsync("/health", Token)).StatusCode.Should().Be(HttpStatusCode.OK);

    [Fact]
    public async Task Metrics_HoldTheMeter() => await WaitFor.ValueAsync(
        () => visit.Sample.Anonymous.GetStringAsync("/metrics", Token),
        text => text.Contains("\nintegration_health_", StringComparison.Ordinal), TimeSpan.FromMinutes(2), "metrics of IntegrationHealth", Token);

    [Fact]
    public async Task OpenApi_ListsTheRoutes()
    {
        var document = await visit.Sample.Anonymous.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Token);

        document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Should().Contain(
            ["/api/integrations/health", "/api/integrations/{id}/health", "/api/integrations/{id}/health/check", "/api/integrations/{id}/health/history", "/api/admin/integrations/health"]);
    }

    [Fact]
    public async Task StartPage_HasLinesToTry() =>
        (await visit.Sample.Anonymous.GetStringAsync("/", Token)).Should().Contain($"curl -H \"Authorization: Bearer demo-alice\" {visit.Sample.Address}api/integrations/health");

    [Fact]
    public void Output_HasNoTokenOfASimulatedAccount() => visit.Sample.Output.Should().NotContainAny("sim-healthy", "sim-revoked", "sim-until");

    private static bool Shows(IEnumerable<JsonElement> items, string status, string? kind) => items.Any(item =>
        item.GetProperty("status").GetString() == status
        && (kind is null || (item.GetProperty("failure") is { ValueKind: JsonValueKind.Object } failure && failure.GetProperty("kind").GetString() == kind)));

    public sealed class Visit : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        internal SampleProcess Sample { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Sample = await SampleProcess.StartAsync(_folder.Path, [], Token);

        public async ValueTask DisposeAsync()
        {
            if (Sample is not null)
                await Sample.DisposeAsync();
            _folder.Dispose();
        }
    }
}
