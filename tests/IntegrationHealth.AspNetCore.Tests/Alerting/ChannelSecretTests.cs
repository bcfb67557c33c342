using System.Net;
using System.Text;
using System.Text.Json;
using IntegrationHealth.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>A channel and its secret are judged together, and a secret goes nowhere but where it was given for.</summary>
public sealed class ChannelSecretTests
{
    private const string Channels = "/api/admin/notification-channels";
    private const string Signing = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData("""{"type":"webhook","settings":{"url":"https://hooks.example.com/x"},"secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}""")]
    [InlineData("""{"type":"webhook","settings":{"url":"https://hooks.example.com/x"}}""")]
    [InlineData("""{"type":"slack","secret":"https://hooks.slack.com/services/T0/B0/x"}""")]
    [InlineData("""{"type":"teams","secret":"https://prod-00.westeurope.logic.azure.com:443/workflows/x"}""")]
    [InlineData("""{"type":"pagerDuty","secret":"0123456789abcdef0123456789abcdef"}""")]
    public async Task Add_SecretThatItsTypeTakes_IsMadeAndCanBeSavedAgain(string body)
    {
        await using var host = await AlertingHost.StartAsync();

        var (status, added, location) = await SendAsync(host, HttpMethod.Post, Channels, body);

        status.Should().Be(HttpStatusCode.Created, added.GetRawText());
        (await host.SendAsync(HttpMethod.Put, location!.OriginalString, added)).Status.Should().Be(HttpStatusCode.OK, "the secret that is not sent is judged as it is stored");
    }

    [Theory]
    [InlineData("""{"type":"webhook","settings":{"url":"https://hooks.example.com/x"},"secret":"hunter2-secret"}""", "secret")]
    [InlineData("""{"type":"slack","secret":"no address"}""", "secret")]
    [InlineData("""{"type":"slack"}""", "settings.url")]
    [InlineData("""{"type":"teams","secret":"ftp://x.example"}""", "secret")]
    [InlineData("""{"type":"pagerDuty"}""", "secret")]
    [InlineData("""{"type":"pagerDuty","secret":"not a key"}""", "secret")]
    [InlineData("""{"type":"pagerDuty","secret":{"key":1}}""", "secret")]
    public async Task Add_SecretThatItsTypeCannotUse_Is400(string body, string field)
    {
        await using var host = await AlertingHost.StartAsync();

        var (status, problem, _) = await SendAsync(host, HttpMethod.Post, Channels, body);

        status.Should().Be(HttpStatusCode.BadRequest, problem.GetRawText());
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Equal([field], problem.GetRawText());
    }

    [Theory]
    [InlineData("slack", "https://hooks.slack.com/services/T0/B0/hush", "https://hooks.slack.com/***")]
    [InlineData("teams", "https://prod-00.westeurope.logic.azure.com:443/workflows/hush?sig=hush", "https://prod-00.westeurope.logic.azure.com/***")]
    public async Task AddressThatIsTheSecret_IsAnsweredAndAuditedMasked_StoredProtected_AndKeptWhenItComesBack(string type, string url, string shown)
    {
        await using var host = await AlertingHost.StartAsync();

        var (status, added, location) = await host.SendAsync(HttpMethod.Post, Channels, new { name = "team", type, settings = new { url } });
        status.Should().Be(HttpStatusCode.Created, added.GetRawText());
        added.GetProperty("settings").GetProperty("url").GetString().Should().Be(shown);
        (await host.SendAsync(HttpMethod.Put, location!.OriginalString, added)).Status.Should().Be(HttpStatusCode.OK);

        var channel = host.Services.GetRequiredService<IntegrationHealth.Alerting.Configuration.AlertConfiguration>().FindChannel(added.GetProperty("id").GetString()!)!;
        channel.Settings.GetProperty("url").GetString().Should().Be(url, "a form may send back what it was shown");
        var stored = await host.Services.GetRequiredService<IntegrationHealth.Alerting.Storage.IAlertConfigurationStore>().ListAsync(TestContext.Current.CancellationToken);
        stored.Select(document => document.Json).Should().NotContain(json => json.Contains("hush", StringComparison.Ordinal));
        (await host.GetAsync("admin", "/api/admin/audit")).GetRawText().Should().Contain("/***").And.NotContain("hush");
        var (refused, problem, _) = await host.SendAsync(HttpMethod.Put, location.OriginalString,
            new { name = "team", type = "webhook", settings = new { url = shown } });
        (refused, problem.GetProperty("errors").TryGetProperty("settings.url", out _)).Should().Be((HttpStatusCode.BadRequest, true));
    }

    [Fact]
    public async Task Replace_SecretTakenAway_IsJudgedWithoutIt()
    {
        await using var host = await AlertingHost.StartAsync();
        var (_, _, location) = await SendAsync(host, HttpMethod.Post, Channels, """{"type":"pagerDuty","secret":"0123456789abcdef"}""");

        var (status, problem, _) = await SendAsync(host, HttpMethod.Put, location!.OriginalString, """{"type":"pagerDuty","secret":null}""");

        (status, problem.GetProperty("errors").TryGetProperty("secret", out _)).Should().Be((HttpStatusCode.BadRequest, true));
    }

    [Theory]
    [InlineData("https://evil.example/hook")]
    [InlineData("http://hooks.example.com/hook")]
    [InlineData("https://hooks.example.com:8443/hook")]
    public async Task Replace_AnotherHost_GetsNoSecretThatWasGivenForTheFirst(string url)
    {
        await using var host = await AlertingHost.StartAsync();
        var (_, added, location) = await host.SendAsync(HttpMethod.Post, Channels, new
        {
            name = "hook",
            type = "webhook",
            settings = new { url = "https://hooks.example.com/hook", headers = new Dictionary<string, string> { ["Authorization"] = "Bearer hush-hush" } },
            secret = Signing,
        });
        var shown = added.GetProperty("settings").GetProperty("headers").GetProperty("Authorization").GetString();
        object Body(string to, string header) => new
        {
            name = "hook",
            type = "webhook",
            settings = new { url = to, headers = new Dictionary<string, string> { ["Authorization"] = header } },
        };

        var (status, problem, _) = await host.SendAsync(HttpMethod.Put, location!.OriginalString, Body(url, shown!));

        status.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().BeEquivalentTo("secret", "settings.headers.Authorization");
        (await host.SendAsync(HttpMethod.Put, location.OriginalString, Body("https://hooks.example.com/other", shown!))).Status
            .Should().Be(HttpStatusCode.OK, "another path of the same host is the same receiver");
        (await host.SendAsync(HttpMethod.Put, location.OriginalString, new
        {
            name = "hook",
            type = "webhook",
            settings = new { url, headers = new Dictionary<string, string> { ["Authorization"] = "Bearer new" } },
            secret = Signing,
        })).Status.Should().Be(HttpStatusCode.OK, "what is sent again may go there");
    }

    [Fact]
    public async Task Replace_AnotherType_GetsNoSecretThatWasGivenForTheFirst()
    {
        await using var host = await AlertingHost.StartAsync();
        var (_, _, location) = await host.SendAsync(HttpMethod.Post, Channels, new { name = "x", type = "test", secret = "right" });

        var (status, problem, _) = await host.SendAsync(HttpMethod.Put, location!.OriginalString, new { name = "x", type = "slack" });

        (status, problem.GetProperty("errors").TryGetProperty("secret", out _)).Should().Be((HttpStatusCode.BadRequest, true));
    }

    [Fact]
    public async Task Test_TooSoon_SaysWhatWasTested()
    {
        await using var host = await AlertingHost.StartAsync(services => services.AddDataProtection());
        var (_, _, location) = await host.SendAsync(HttpMethod.Post, Channels, new { name = "x", type = "test", secret = "right" });
        await host.SendAsync(HttpMethod.Post, $"{location}/test");

        var (status, problem, _) = await host.SendAsync(HttpMethod.Post, $"{location}/test");

        (status, problem.GetProperty("detail").GetString()).Should().Be((HttpStatusCode.TooManyRequests, "This channel was tested a moment ago. Try again in 2 s."));
    }

    private static Task<(HttpStatusCode Status, JsonElement Body, Uri? Location)> SendAsync(TestHost host, HttpMethod method, string path, string body) =>
        host.SendAsync(method, path, new StringContent(body.Replace("{\"type\"", "{\"name\":\"x\",\"type\"", StringComparison.Ordinal), Encoding.UTF8, "application/json"));
}
