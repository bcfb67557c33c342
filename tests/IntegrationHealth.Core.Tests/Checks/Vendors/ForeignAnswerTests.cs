using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Google;
using IntegrationHealth.Checks.Slack;
using IntegrationHealth.Tests.Checks.Http;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Tests.Checks.Vendors;

/// <summary>Answers that are not the vendor's: they condemn no connection, and are never healthy. Each is tried on every vendor.</summary>
public sealed class ForeignAnswerTests : IDisposable
{
    private const string Page = "<!DOCTYPE html><html><body>Sign in to the network. token_revoked invalid_grant</body></html>";

    private readonly VendorProbe _probe = new();

    public void Dispose() => _probe.Dispose();

    [Theory]
    [InlineData(200, "text/html", Page, FailureKind.InvalidResponse)]
    [InlineData(200, "application/json", Page, FailureKind.InvalidResponse)]
    [InlineData(200, "application/json", "", FailureKind.InvalidResponse)]
    [InlineData(200, "application/json", "{}", FailureKind.InvalidResponse)]
    [InlineData(200, "application/json", "[]", FailureKind.InvalidResponse)]
    [InlineData(200, "application/json", "null", FailureKind.InvalidResponse)]
    [InlineData(200, "application/json", """{"ok":true,"kind":"x","emai""", FailureKind.InvalidResponse)]
    [InlineData(204, "application/json", "", FailureKind.InvalidResponse)]
    [InlineData(401, "text/html", Page, FailureKind.InvalidResponse)]
    [InlineData(403, "text/html", Page, FailureKind.InvalidResponse)]
    [InlineData(404, "text/html", Page, FailureKind.InvalidResponse)]
    [InlineData(401, "text/plain", "Unauthorized", FailureKind.InvalidResponse)]
    [InlineData(403, "text/plain", "Forbidden", FailureKind.InvalidResponse)]
    [InlineData(401, "application/json", """{"error":{"code":401,"mess""", FailureKind.InvalidResponse)]
    [InlineData(407, "text/html", Page, FailureKind.Network)]
    [InlineData(429, "text/html", Page, FailureKind.RateLimited)]
    [InlineData(502, "text/html", Page, FailureKind.ProviderOutage)]
    [InlineData(511, "text/html", Page, FailureKind.Network)]
    public async Task CheckAsync_NotTheVendorsAnswer_SaysNothingOfTheConnection(int status, string type, string body, FailureKind kind)
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            if (status != 204)
                await context.Response.WriteAsync(body);
        });

        foreach (var result in await CheckAllAsync(server.Address.ToString()))
        {
            result.Outcome.Should().NotBe(CheckOutcome.Succeeded);
            result.Failure!.Kind.Should().Be(kind);
            result.Failure.Action.Should().NotBe(RecoveryAction.Reconnect);
            result.Failure.IsDefinitive.Should().BeFalse();
            result.Failure.Evidence.Should().StartWith($"HTTP {status}");
        }
    }

    [Theory]
    [InlineData("""{"error":[1]}""")]
    [InlineData("""{"error":{"errors":[1,{"reason":2}],"details":{"a":1},"status":3}}""")]
    [InlineData("""{"ok":"x","error":5}""")]
    [InlineData("""{"ok":false}""")]
    [InlineData("""{"ok":false,"error":{"a":1}}""")]
    [InlineData("""{"kind":"x","calendars":{"a":{"errors":[1]}}}""")]
    [InlineData("""{"kind":"x","calendars":{"a":{"errors":[{"reason":2}]}},"accessRole":7}""")]
    public async Task CheckAsync_OddShape_IsAResultAndNeverHealthyOrRevoked(string body)
    {
        foreach (var status in new[] { 200, 400, 401, 403, 500 })
        {
            await using var server = await LocalServer.AnswerAsync(status, body);

            foreach (var result in await CheckAllAsync(server.Address.ToString()))
            {
                result.Outcome.Should().Be(CheckOutcome.Failed);
                result.Failure!.IsDefinitive.Should().BeFalse();
            }
        }
    }

    [Theory]
    [InlineData(302, "https://login.portal.test/signin")]
    [InlineData(307, "/elsewhere")]
    public async Task CheckAsync_Redirect_IsNotFollowed(int status, string location)
    {
        var asked = 0;
        await using var server = await LocalServer.StartAsync(context =>
        {
            Interlocked.Increment(ref asked);
            context.Response.StatusCode = status;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });

        var results = await CheckAllAsync(server.Address.ToString());

        asked.Should().Be(results.Count);
        results.Should().OnlyContain(result => result.Failure!.Kind == FailureKind.InvalidResponse && result.Failure.Action != RecoveryAction.Reconnect);
    }

    [Fact]
    public async Task CheckAsync_EndlessBody_IsCut()
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            var block = new byte[65_536];
            block.AsSpan().Fill((byte)' ');
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
        });

        (await CheckAllAsync(server.Address.ToString())).Should().OnlyContain(
            result => result.Failure!.Kind == FailureKind.InvalidResponse && result.Failure.Message.Contains("longer"));
    }

    [Fact]
    public async Task CheckAsync_TruncatedBody_IsInvalid()
    {
        using var server = new RawServer(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"ok\":true,\"team_id\":\"T1\",\"emailAddress\":\"a@b.c\"}");

        (await CheckAllAsync(server.Url)).Should().OnlyContain(
            result => result.Outcome == CheckOutcome.Failed && result.Failure!.Kind == FailureKind.InvalidResponse);
    }

    [Fact]
    public async Task CheckAsync_Silence_EndsWithTheCallersTime()
    {
        var asked = new TaskCompletionSource();
        await using var server = await LocalServer.StartAsync(async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var timeout = new CancellationTokenSource();

        var check = _probe.CheckAsync(
            SlackProvider.Definition, new SlackSettings { BaseAddress = server.Address.ToString() }, VendorProbe.Credential(), timeout.Token);
        await asked.Task;
        await timeout.CancelAsync();

        await FluentActions.Awaiting(() => check).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task CheckAsync_NobodyListens_IsTheNetwork()
    {
        string address;
        await using (var server = await LocalServer.AnswerAsync(200))
            address = server.Address.ToString();

        (await CheckAllAsync(address)).Should().OnlyContain(result => result.Failure!.Kind == FailureKind.Network);
    }

    [Fact]
    public async Task CheckAsync_EchoedToken_IsTakenOutOfTheEvidence()
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 418;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"said":"{{VendorProbe.Token}}","error":"{{VendorProbe.Token}}x"}""");
        });

        // The probe itself looks for the token in everything that a result shows.
        (await CheckAllAsync(server.Address.ToString())).Should().OnlyContain(result => result.Failure!.Evidence!.Contains("[redacted]"));
    }

    private async Task<IReadOnlyList<CheckResult>> CheckAllAsync(string address) =>
    [
        await _probe.CheckAsync(GmailProvider.Definition, new GmailSettings { BaseAddress = address }, VendorProbe.Credential()),
        await _probe.CheckAsync(GoogleCalendarProvider.Definition, new GoogleCalendarSettings { BaseAddress = address }, VendorProbe.Credential()),
        await _probe.CheckAsync(SlackProvider.Definition, new SlackSettings { BaseAddress = address }, VendorProbe.Credential()),
    ];
}
