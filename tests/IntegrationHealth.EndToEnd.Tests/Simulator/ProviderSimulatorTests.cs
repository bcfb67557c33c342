using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHealth.Sample.Simulator;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.EndToEnd.Simulator;

public sealed class ProviderSimulatorTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly HttpClient _http = new();
    private ProviderSimulator _simulator = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await ProviderSimulator.StartAsync(0, _time, TestContext.Current.CancellationToken);
        _http.BaseAddress = _simulator.BaseAddress;
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("tests/1.0");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _simulator.DisposeAsync();
    }

    [Theory]
    [InlineData("gmail/v1/users/me/profile", "emailAddress")]
    [InlineData("calendar/v3/users/me/calendarList", "items")]
    [InlineData("api/auth.test", "team")]
    [InlineData("user", "login")]
    [InlineData("v1/me", "email")]
    public async Task Get_HealthyAccount_AnswersAsTheProvider(string path, string field)
    {
        var (response, body) = await GetAsync(path, Persona.Healthy);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        Parse(body).TryGetProperty(field, out _).Should().BeTrue(body);
    }

    [Theory]
    [InlineData("gmail/v1/users/me/profile", nameof(Persona.Expired), 401, "authError")]
    [InlineData("gmail/v1/users/me/profile", nameof(Persona.InsufficientScope), 403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT")]
    [InlineData("gmail/v1/users/me/profile", nameof(Persona.RateLimited), 429, "rateLimitExceeded")]
    [InlineData("gmail/v1/users/me/profile", nameof(Persona.Outage), 503, "backendError")]
    [InlineData("calendar/v3/users/me/calendarList", nameof(Persona.Revoked), 401, "authError")]
    [InlineData("api/auth.test", nameof(Persona.Expired), 200, "token_expired")]
    [InlineData("api/auth.test", nameof(Persona.Revoked), 200, "token_revoked")]
    [InlineData("api/auth.test", nameof(Persona.InsufficientScope), 200, "missing_scope")]
    [InlineData("api/auth.test", nameof(Persona.RateLimited), 429, "ratelimited")]
    [InlineData("api/auth.test", nameof(Persona.Outage), 503, "service_unavailable")]
    [InlineData("user", nameof(Persona.Revoked), 401, "Bad credentials")]
    [InlineData("user", nameof(Persona.InsufficientScope), 403, "Resource not accessible")]
    [InlineData("user", nameof(Persona.RateLimited), 429, "API rate limit exceeded")]
    [InlineData("v1/me", nameof(Persona.Revoked), 401, "invalid_token")]
    [InlineData("v1/me", nameof(Persona.InsufficientScope), 403, "insufficient_scope")]
    [InlineData("v1/me", nameof(Persona.LoginPage), 200, "<!DOCTYPE html>")]
    public async Task Get_FailingAccount_AnswersAsTheProviderDoes(string path, string persona, int status, string inBody)
    {
        var (response, body) = await GetAsync(path, Enum.Parse<Persona>(persona));

        ((int)response.StatusCode).Should().Be(status);
        body.Should().Contain(inBody);
        if (body.StartsWith('{'))
            Parse(body).ValueKind.Should().Be(JsonValueKind.Object);
    }

    [Fact]
    public async Task Get_GitHub_SendsQuotaHeaders()
    {
        var (healthy, _) = await GetAsync("user", Persona.Healthy);
        var (limited, _) = await GetAsync("user", Persona.RateLimited);

        healthy.Headers.GetValues("X-RateLimit-Remaining").Should().Equal("4958");
        limited.Headers.GetValues("X-RateLimit-Remaining").Should().Equal("0");
        limited.Headers.GetValues("X-RateLimit-Reset").Should().Equal(_time.GetUtcNow().AddHours(1).ToUnixTimeSeconds().ToString("D", null));
    }

    [Fact]
    public async Task Get_RevokedAtGoogle_SaysInvalidTokenInTheHeader()
    {
        var (response, _) = await GetAsync("gmail/v1/users/me/profile", Persona.Revoked);

        response.Headers.WwwAuthenticate.Should().ContainSingle().Which.Parameter.Should().Contain("error=\"invalid_token\"");
    }

    [Fact]
    public async Task Get_FlappingAccount_FollowsTheClock()
    {
        var (first, _) = await GetAsync("v1/me", Persona.Flapping);
        _time.Advance(SimulatedToken.FlapPeriod);
        var (second, _) = await GetAsync("v1/me", Persona.Flapping);

        new[] { first.StatusCode, second.StatusCode }.Should().BeEquivalentTo([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]);
    }

    [Fact]
    public async Task Get_SlowAccount_AnswersLate()
    {
        var answer = GetAsync("v1/me", Persona.Slow);
        await Task.WhenAny(answer, GetAsync("v1/me", Persona.Healthy));
        answer.IsCompleted.Should().BeFalse();

        while (!answer.IsCompleted)
        {
            _time.Advance(ProviderSimulator.SlowAnswer);
            await Task.Yield();
        }
        (await answer).Response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Refresh_ExpiredAccount_GivesATokenThatWorksForAWhile()
    {
        var answer = await RefreshAsync(Persona.Expired);
        var token = Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("access_token").GetString()!;

        (await GetAsync("v1/me", token)).Response.StatusCode.Should().Be(HttpStatusCode.OK);
        _time.Advance(GoogleTokenEndpoint.Lifetime);
        (await GetAsync("v1/me", token)).Response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Refresh_RevokedAccount_IsInvalidGrant()
    {
        var answer = await RefreshAsync(Persona.Revoked);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("error").GetString().Should().Be("invalid_grant");
    }

    private static JsonElement Parse(string body) => JsonSerializer.Deserialize<JsonElement>(body);

    private Task<HttpResponseMessage> RefreshAsync(Persona persona) => _http.PostAsync(
        "token",
        new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = SimulatedToken.For(persona, "alice"),
        }),
        TestContext.Current.CancellationToken);

    private Task<(HttpResponseMessage Response, string Body)> GetAsync(string path, Persona persona) => GetAsync(path, SimulatedToken.For(persona, "alice"));

    private async Task<(HttpResponseMessage Response, string Body)> GetAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
