using System.Net;
using System.Text.Json;
using IntegrationHealth.Checks;
using IntegrationHealth.Tests.Hosting;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class CheckTests
{
    [Fact]
    public async Task Check_Now_AnswersTheNewHealth()
    {
        await using var host = await StartAsync();
        host.Provider.Answer("mail", CheckResult.Failed(FailureKind.AuthenticationRevoked, "Gone.", Confidence.High));

        using var response = await CheckAsync(host, "alice");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var health = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        health.GetProperty("status").GetString().Should().Be("unhealthy");
        health.GetProperty("failure").GetProperty("kind").GetString().Should().Be("authenticationRevoked");
        health.GetProperty("version").GetInt64().Should().BePositive();
    }

    [Fact]
    public async Task Check_AgainWithinTheInterval_Is429ThenFree()
    {
        await using var host = await StartAsync();
        (await StatusAsync(host, "alice")).Should().Be(200);
        host.Time.Advance(TimeSpan.FromSeconds(17.5));

        using var refused = await CheckAsync(host, "alice");

        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(43));
        refused.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        host.Time.Advance(TimeSpan.FromSeconds(42.5));
        (await StatusAsync(host, "alice")).Should().Be(200);
    }

    [Fact]
    public async Task Check_AdministratorAndOwner_ShareTheAllowance()
    {
        await using var host = await StartAsync();
        (await StatusAsync(host, "alice")).Should().Be(200);

        (await StatusAsync(host, "admin", "/api/admin/integrations/mail/health/check")).Should().Be(429);
        (await StatusAsync(host, "alice", "/api/integrations/other/health/check")).Should().Be(200, "each integration has its own");
    }

    [Fact]
    public async Task Check_IntervalZero_IsUnlimited()
    {
        await using var host = await StartAsync(TimeSpan.Zero);

        (await StatusAsync(host, "alice")).Should().Be(200);
        (await StatusAsync(host, "alice")).Should().Be(200);
    }

    [Fact]
    public async Task Check_OneUnderWay_IsJoined()
    {
        await using var host = await StartAsync();
        var before = host.Provider.Checks;
        var (answer, asked) = host.Provider.Hold("mail");
        var first = CheckAsync(host, "alice");
        await asked.WaitAsync(TestContext.Current.CancellationToken);

        var second = CheckAsync(host, "alice");
        var third = CheckAsync(host, "admin", "/api/admin/integrations/mail/health/check");
        answer.SetResult(CheckResult.Success());

        foreach (var response in await Task.WhenAll(first, second, third))
            response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Check_Paused_Is409AndSpendsNothing()
    {
        await using var host = await StartAsync();
        await host.AddAsync(Some.Integration("off") with { Enabled = false });

        (await StatusAsync(host, "alice", "/api/integrations/off/health/check")).Should().Be(409);
        (await StatusAsync(host, "alice", "/api/integrations/off/health/check")).Should().Be(409);
    }

    private static async Task<TestHost> StartAsync(TimeSpan? interval = null)
    {
        var host = await TestHost.StartAsync(endpoints: options =>
        {
            TestHost.Policies(options);
            options.ManualCheckInterval = interval ?? options.ManualCheckInterval;
        });
        await host.AddAsync(Some.Integration("mail"), Some.Integration("other"));
        return host;
    }

    private static Task<HttpResponseMessage> CheckAsync(TestHost host, string user, string path = "/api/integrations/mail/health/check") =>
        host.As(user).PostAsync(path, null, TestContext.Current.CancellationToken);

    private static async Task<int> StatusAsync(TestHost host, string user, string path = "/api/integrations/mail/health/check")
    {
        using var response = await CheckAsync(host, user, path);
        return (int)response.StatusCode;
    }
}
