using System.Collections.Concurrent;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Credentials;
using IntegrationHealth.Tests.Checks.Http;
using IntegrationHealth.Tests.Flow;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Credentials;

public sealed class OAuthRefreshTests
{
    private const string Google = """{"access_token":"fresh-access-token-1","expires_in":3599,"scope":"https://www.googleapis.com/auth/gmail.readonly","token_type":"Bearer"}""";

    private readonly FakeTimeProvider _time = new(HttpProbe.Now);
    private readonly MemoryStore _store = new();

    [Fact]
    public async Task RefreshAsync_Form_IsAsTheRfcSays()
    {
        string? seen = null;
        await using var server = await LocalServer.StartAsync(async context =>
        {
            var form = await context.Request.ReadFormAsync();
            seen = string.Join('&', form.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}"))
                + " " + context.Request.Headers.Authorization;
            await Answer(context, 200, Google);
        });

        var refresh = await RefreshAsync(server, OAuthClient.Google("id", "s3cret"));

        seen.Should().Be("client_id=id&client_secret=s3cret&grant_type=refresh_token&refresh_token=old-refresh-token-1 ");
        refresh.Credential!.AccessToken.Should().Be("fresh-access-token-1");
        refresh.Credential.ExpiresAt.Should().Be(HttpProbe.Now.AddSeconds(3599));
        _store.Tokens.RefreshToken.Should().Be("old-refresh-token-1", "Google does not rotate");
    }

    [Fact]
    public async Task RefreshAsync_Basic_CarriesTheClientInTheHeader()
    {
        string? header = null, body = null;
        await using var server = await LocalServer.StartAsync(async context =>
        {
            header = context.Request.Headers.Authorization;
            using var reader = new StreamReader(context.Request.Body);
            body = await reader.ReadToEndAsync();
            await Answer(context, 200, """{"access_token":"fresh-access-token-1","refresh_token":"rotated-refresh-token-2"}""");
        });

        await RefreshAsync(server, OAuthClient.Notion("i:d", "s3cret"));

        header.Should().Be("Basic " + Convert.ToBase64String("i%3Ad:s3cret"u8));
        body.Should().Be("""{"grant_type":"refresh_token","refresh_token":"old-refresh-token-1"}""");
        _store.Tokens.RefreshToken.Should().Be("rotated-refresh-token-2");
    }

    /// <summary>Byte for byte as documented, each at the vendor that says it.</summary>
    [Theory]
    [InlineData("google", 400, """{"error":"invalid_grant","error_description":"Token has been expired or revoked."}""", FailureKind.AuthenticationRevoked, "invalid_grant")]
    [InlineData("google", 400, """{"error":"invalid_grant","error_description":"reauth related error (invalid_rapt)","error_uri":"https://support.google.com/a/answer/9368756","error_subtype":"invalid_rapt"}""", FailureKind.AuthenticationRevoked, "invalid_rapt")]
    [InlineData("google", 400, """{"error":"invalid_grant","error_description":"Account has been deleted"}""", FailureKind.AccountSuspended, "account-deleted")]
    [InlineData("google", 401, """{"error":"invalid_client","error_description":"Unauthorized"}""", FailureKind.Misconfigured, "invalid_client")]
    [InlineData("microsoft", 400, """{"error":"invalid_grant","error_description":"AADSTS700082: The refresh token has expired due to inactivity.","error_codes":[700082],"trace_id":"x","correlation_id":"y"}""", FailureKind.AuthenticationRevoked, "700082")]
    [InlineData("microsoft", 400, """{"error":"invalid_grant","error_codes":[50057]}""", FailureKind.AccountSuspended, "50057")]
    [InlineData("microsoft", 400, """{"error":"interaction_required","error_codes":[50076],"suberror":"basic_action"}""", FailureKind.AdminPolicy, "50076")]
    [InlineData("microsoft", 400, """{"error":"invalid_grant","error_codes":[999999]}""", FailureKind.AuthenticationRevoked, "invalid_grant")]
    [InlineData("slack", 200, """{"ok":false,"error":"invalid_refresh_token"}""", FailureKind.AuthenticationRevoked, "invalid_refresh_token")]
    [InlineData("github", 200, """{"error":"bad_refresh_token","error_description":"The refresh token passed is incorrect or expired.","error_uri":"https://docs.github.com"}""", FailureKind.AuthenticationRevoked, "bad_refresh_token")]
    [InlineData("hubspot", 400, """{"status":"BAD_REFRESH_TOKEN","message":"missing or invalid refresh token","correlationId":"x"}""", FailureKind.AuthenticationRevoked, "BAD_REFRESH_TOKEN")]
    [InlineData("salesforce", 400, """{"error":"invalid_grant","error_description":"expired access/refresh token"}""", FailureKind.AuthenticationRevoked, "invalid_grant")]
    [InlineData("salesforce", 400, """{"error":"invalid_grant","error_description":"inactive user"}""", FailureKind.AccountSuspended, "inactive-user")]
    [InlineData("atlassian", 403, """{"error":"invalid_grant","error_description":"Unknown or invalid refresh token."}""", FailureKind.AuthenticationRevoked, "invalid_grant")]
    public async Task RefreshAsync_VendorRefuses_IsDefinitive(string vendor, int status, string body, FailureKind kind, string code)
    {
        await using var server = await LocalServer.AnswerAsync(status, body);

        var failure = (await RefreshAsync(server, ClientOf(vendor))).Failure!;

        (failure.Kind, failure.VendorCode, failure.IsDefinitive).Should().Be((kind, code, true));
        failure.Evidence.Should().Contain($"HTTP {status}");
    }

    [Theory]
    [InlineData(500, """{"error":"invalid_grant"}""", FailureKind.ProviderOutage)]
    [InlineData(503, """{"error":"temporarily_unavailable"}""", FailureKind.ProviderOutage)]
    [InlineData(502, "<html>Bad gateway</html>", FailureKind.ProviderOutage)]
    [InlineData(429, """{"error":"slow_down"}""", FailureKind.RateLimited)]
    [InlineData(403, "<html>Blocked by policy</html>", FailureKind.InvalidResponse)]
    [InlineData(200, "<html>Sign in to the hotel's network</html>", FailureKind.InvalidResponse)]
    [InlineData(400, """{"error":"something_new"}""", FailureKind.Unknown)]
    [InlineData(200, """{"token_type":"Bearer"}""", FailureKind.Unknown)]
    public async Task RefreshAsync_EndpointAwayOrOdd_NeverCondemns(int status, string body, FailureKind kind)
    {
        await using var server = await LocalServer.AnswerAsync(status, body);

        var failure = (await RefreshAsync(server, OAuthClient.Google("id", "s3cret"))).Failure!;

        (failure.Kind, failure.IsDefinitive).Should().Be((kind, false));
        _store.Tokens.RefreshToken.Should().Be("old-refresh-token-1");
    }

    [Fact]
    public async Task RefreshAsync_EndpointHangs_EndsAsATimeout()
    {
        var asked = new TaskCompletionSource();
        await using var server = await LocalServer.StartAsync(async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var services = Services(server, OAuthClient.Google("id", "s3cret"));

        var refresh = RefreshAsync(services).AsTask();
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(21));

        (await refresh).Failure!.Kind.Should().Be(FailureKind.Timeout);
    }

    [Fact]
    public async Task RefreshAsync_ManyAtOnce_ShareOneExchange()
    {
        var (count, release) = (0, new TaskCompletionSource());
        await using var server = await LocalServer.StartAsync(async context =>
        {
            Interlocked.Increment(ref count);
            await release.Task;
            await Answer(context, 200, Google);
        });
        using var services = Services(server, OAuthClient.Google("id", "s3cret"));
        var all = Enumerable.Range(0, 50).Select(_ => RefreshAsync(services).AsTask()).ToArray();
        using var impatient = new CancellationTokenSource();
        var cancelled = RefreshAsync(services, impatient.Token).AsTask();

        await impatient.CancelAsync();
        await ((Func<Task>)(() => cancelled)).Should().ThrowAsync<OperationCanceledException>();
        release.SetResult();
        var refreshes = await Task.WhenAll(all);

        count.Should().Be(1, "one exchange serves all, and none of them can cancel it");
        refreshes.Should().OnlyContain(refresh => refresh.Credential!.AccessToken == "fresh-access-token-1");
    }

    [Fact]
    public async Task RefreshAsync_AnotherHostWasFirst_TakesItsTokensWithoutAsking()
    {
        await using var server = await LocalServer.AnswerAsync(400, """{"error":"invalid_grant"}""");
        using var services = Services(server, OAuthClient.Google("id", "s3cret"));
        var rejected = await GetAsync(services);
        _store.Tokens = _store.Tokens with { AccessToken = "of-the-other-host", Version = "2" };

        (await services.GetRequiredService<ICredentialProvider>().RefreshAsync(Gmail, rejected!, default)).Credential!.AccessToken
            .Should().Be("of-the-other-host");
    }

    [Fact]
    public async Task RefreshAsync_LostTheRaceWithin_TheWinnersTokensCount()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            _store.Tokens = _store.Tokens with { AccessToken = "of-the-other-host", Version = "2" };
            return Answer(context, 400, """{"error":"invalid_grant","error_description":"Token has been expired or revoked."}""");
        });

        (await RefreshAsync(server, OAuthClient.Google("id", "s3cret"))).Credential!.AccessToken.Should().Be("of-the-other-host");
    }

    [Fact]
    public async Task RefreshAsync_WinnerOfTheRaceHasNotStoredYet_IsWaitedFor()
    {
        await using var server = await LocalServer.AnswerAsync(400, """{"error":"invalid_grant"}""");
        using var services = Services(server, OAuthClient.Google("id", "s3cret"), TimeProvider.System, grace: TimeSpan.FromMilliseconds(1));
        // Read for the check, for the exchange, and to see whether the winner was there already: it stores right after.
        _store.OnRead = count =>
        {
            if (count == 3)
                _store.Tokens = _store.Tokens with { AccessToken = "of-the-winner", Version = "2" };
        };

        (await RefreshAsync(services)).Credential!.AccessToken.Should().Be("of-the-winner", "nobody has to reconnect");
    }

    [Fact]
    public async Task RefreshAsync_RefusedAgain_WaitsForNobody()
    {
        await using var server = await LocalServer.AnswerAsync(400, """{"error":"invalid_grant"}""");
        using var services = Services(server, OAuthClient.Google("id", "s3cret"), TimeProvider.System, grace: TimeSpan.FromMilliseconds(1));

        (await RefreshAsync(services)).Failure!.IsDefinitive.Should().BeTrue("nobody else has stored anything");
        var first = _store.Reads;
        (await RefreshAsync(services)).Failure!.IsDefinitive.Should().BeTrue();

        (first, _store.Reads - first).Should().Be((4, 3), "the second time nobody is looked out for");
    }

    [Fact]
    public async Task RefreshAsync_StoreIsDown_TheRotatedTokenIsNotLost()
    {
        await using var server = await LocalServer.AnswerAsync(200, """{"access_token":"fresh-access-token-1","refresh_token":"rotated-refresh-token-2","expires_in":43200}""");
        using var services = Services(server, OAuthClient.Slack("id", "s3cret"));
        _store.Fails = true;

        (await RefreshAsync(services)).Credential!.AccessToken.Should().Be("fresh-access-token-1");
        (await GetAsync(services))!.AccessToken.Should().Be("fresh-access-token-1");
        _store.Fails = false;
        await GetAsync(services);

        _store.Tokens.RefreshToken.Should().Be("rotated-refresh-token-2", "it is stored at the next chance");
    }

    [Fact]
    public async Task GetAsync_Forecast_IsTheEarliestKnownEnd()
    {
        await using var server = await LocalServer.AnswerAsync(200, Google);
        _store.Tokens = _store.Tokens with { GrantedAt = HttpProbe.Now.AddDays(-300), RefreshedAt = HttpProbe.Now.AddDays(-10) };
        using var services = Services(server, OAuthClient.Atlassian("id", "s3cret"));

        (await GetAsync(services))!.ConnectionExpiresAt.Should().Be(HttpProbe.Now.AddDays(65), "365 days in all come before 90 days unused");
    }

    [Fact]
    public void ToString_SecretHolders_ShowNothing()
    {
        _store.Tokens.ToString().Should().NotContain("token-1");
        OAuthClient.Slack("id", "s3cret").ToString().Should().NotContain("s3cret");
    }

    private static Integration Gmail => FlowHost.Scripted("one") with { Provider = "gmail" };

    private static OAuthClient ClientOf(string vendor) => vendor switch
    {
        "google" => OAuthClient.Google("id", "s3cret"),
        "microsoft" => OAuthClient.Microsoft("id", "s3cret"),
        "slack" => OAuthClient.Slack("id", "s3cret"),
        "github" => OAuthClient.GitHub("id", "s3cret"),
        "hubspot" => OAuthClient.HubSpot("id", "s3cret"),
        "salesforce" => OAuthClient.Salesforce("id", "s3cret"),
        "atlassian" => OAuthClient.Atlassian("id", "s3cret"),
        _ => throw new ArgumentOutOfRangeException(nameof(vendor)),
    };

    private static Task Answer(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    private async Task<CredentialRefresh> RefreshAsync(LocalServer server, OAuthClient client)
    {
        using var services = Services(server, client);
        return await RefreshAsync(services);
    }

    private static async ValueTask<CredentialRefresh> RefreshAsync(ServiceProvider services, CancellationToken cancellationToken = default) =>
        await services.GetRequiredService<ICredentialProvider>().RefreshAsync(Gmail, (await GetAsync(services))!, cancellationToken);

    private static ValueTask<Credential?> GetAsync(ServiceProvider services) =>
        services.GetRequiredService<ICredentialProvider>().GetAsync(Gmail, TestContext.Current.CancellationToken);

    private ServiceProvider Services(LocalServer server, OAuthClient client, TimeProvider? time = null, TimeSpan grace = default)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time ?? _time);
        services.AddIntegrationHealth(health => health.UseOAuthRefresh<MemoryStore>(
            options =>
            {
                options.Clients["gmail"] = client with { TokenEndpoint = server.Address };
                options.RaceGrace = grace;
            }));
        services.AddSingleton<IOAuthTokenStore>(_store);
        return services.BuildServiceProvider();
    }

    /// <summary>A host's table of tokens.</summary>
    internal sealed class MemoryStore : IOAuthTokenStore
    {
        private int _reads;

        public OAuthTokens Tokens { get; set; } = new() { AccessToken = "old-access-token-1", RefreshToken = "old-refresh-token-1", Version = "1" };

        public bool Fails { get; set; }

        public ConcurrentQueue<string> Replaced { get; } = new();

        public int Reads => Volatile.Read(ref _reads);

        public Action<int>? OnRead { get; set; }

        public ValueTask<OAuthTokens?> ReadAsync(Integration integration, CancellationToken cancellationToken)
        {
            var tokens = Tokens;
            var count = Interlocked.Increment(ref _reads);
            OnRead?.Invoke(count);
            return new(tokens);
        }

        public ValueTask<bool> ReplaceAsync(Integration integration, string replaced, OAuthTokens tokens, CancellationToken cancellationToken)
        {
            if (Fails)
                throw new InvalidOperationException("The table is away.");
            if (Tokens.Version != replaced)
                return new(false);
            Replaced.Enqueue(replaced);
            Tokens = tokens;
            return new(true);
        }
    }
}
