using System.Net.WebSockets;
using IntegrationHealth.Guarding;
using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHealth.Tests.Guarding;

/// <summary>A browser puts a person's cookies on what any page opens; only the Origin says whose page it is.</summary>
public sealed class HubOriginTests
{
    private const string Hub = "/api/integrations/health/hub";

    [Theory]
    [InlineData("status.example.com", "https://status.example.com", 200)] // TLS ends at a proxy that does not say so.
    [InlineData("status.example.com", "http://status.example.com", 200)]
    [InlineData("STATUS.example.com", "http://status.example.com", 200)]
    [InlineData("status.example.com:8443", "https://status.example.com:8443", 200)]
    [InlineData("status.example.com:443", "https://status.example.com", 200)]
    [InlineData("[::1]:5080", "http://[::1]:5080", 200)]
    [InlineData("status.example.com", "https://portal.example.com", 200)] // Named.
    [InlineData("status.example.com", "https://public.example.com:444", 200)] // That of PublicUrl.
    [InlineData("status.example.com", "http://portal.example.com", 403)]
    [InlineData("status.example.com", "https://portal.example.com.evil.example", 403)]
    [InlineData("status.example.com", "https://evil.example", 403)]
    [InlineData("status.example.com", "https://status.example.com:8443", 403)]
    [InlineData("status.example.com:8443", "https://status.example.com", 403)]
    [InlineData("status.example.com", "https://status.example.com@evil.example", 403)]
    [InlineData("status.example.com", "null", 403)]
    [InlineData("status.example.com", "", 403)]
    public void Origin_OfARequest_IsThatOfTheHostOrNamed(string host, string origin, int expected)
    {
        var guard = new OriginGuard(["https://Portal.example.com/", "https://public.example.com:444"], NullLogger.Instance);
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host, request.Headers.Origin) = ("http", new HostString(host), origin);

        guard.MayCome(request).Should().Be(expected == 200);
    }

    [Fact]
    public async Task Negotiate_OriginThatIsNamedOrOfThePublicUrl_IsLetIn()
    {
        await using var server = await StartAsync();

        (await NegotiateAsync(server, "upstream", ("Origin", "https://portal.example.com"))).Status.Should().Be(200);
        (await NegotiateAsync(server, "upstream", ("Origin", "https://public.example.com:444"))).Status.Should().Be(200);
        (await NegotiateAsync(server, "upstream", ("Origin", "https://public.example.com"))).Status.Should().Be(403);
    }

    [Fact]
    public async Task Negotiate_OtherSite_IsAProblemThatSaysWhatToDo()
    {
        await using var server = await StartAsync();

        var (_, type, body) = await NegotiateAsync(server, "status.example.com", ("Origin", "https://evil.example"));

        type.Should().Be("application/problem+json");
        body.Should().Contain("\"status\":403").And.Contain("HubAllowedOrigins").And.NotContain("evil");
    }

    [Fact]
    public async Task Negotiate_BrowserSaysSameOrigin_IsLetInWhateverTheProxyDidToTheHost()
    {
        await using var server = await StartAsync();

        (await NegotiateAsync(server, "upstream", ("Origin", "https://status.example.com"), ("Sec-Fetch-Site", "same-origin"))).Status.Should().Be(200);
        (await NegotiateAsync(server, "upstream", ("Origin", "https://status.example.com"), ("Sec-Fetch-Site", "same-site"))).Status.Should().Be(403);
        (await NegotiateAsync(server, "upstream", ("Origin", "https://status.example.com"), ("Sec-Fetch-Site", "cross-site"))).Status.Should().Be(403);
    }

    [Fact]
    public async Task Negotiate_BehindAProxy_IsJudgedByWhatTheProxyWasAskedFor()
    {
        await using var server = await StartAsync();
        (string, string)[] forwarded = [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "status.example.com")];

        (await NegotiateAsync(server, "upstream:5080", [("Origin", "https://status.example.com"), .. forwarded])).Status.Should().Be(200);
        (await NegotiateAsync(server, "upstream:5080", [("Origin", "https://upstream:5080"), .. forwarded])).Status.Should().Be(403);
        // A page that came without TLS is not of the site that has it.
        (await NegotiateAsync(server, "upstream:5080", [("Origin", "http://status.example.com"), .. forwarded])).Status.Should().Be(403);
    }

    [Fact]
    public async Task Negotiate_NotSignedInFromAnotherSite_Is401()
    {
        await using var server = await StartAsync();

        (await NegotiateAsync(server, "status.example.com", "", ("Origin", "https://evil.example"))).Status.Should().Be(401);
    }

    [Theory]
    [InlineData("GET", "text/event-stream")]
    [InlineData("GET", "*/*")]
    [InlineData("POST", "*/*")]
    [InlineData("DELETE", "*/*")]
    public async Task OtherTransports_OtherSite_AreRefused(string method, string accept)
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/base" + Hub + "?id=some");
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Accept", accept);

        using var response = await server.As("alice").SendAsync(request, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).Should().Be(403);
    }

    [Fact]
    public async Task WebSocket_OtherSiteWithoutNegotiation_IsRefused()
    {
        await using var server = await StartAsync();

        var connect = () => OpenAsync(server, "https://evil.example");

        (await connect.Should().ThrowAsync<WebSocketException>()).WithMessage("*403*");
        (await OpenAsync(server, $"http://{server.Address.Authority}")).Should().Be(WebSocketState.Open);
    }

    [Fact]
    public async Task Routes_OtherSite_AreLeftToTheHostsCors()
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/integrations/health");
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var response = await server.As("alice").SendAsync(request, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).Should().Be(200);
    }

    private static Task<TestHost> StartAsync() => TestHost.StartAsync(
        TestHost.Build(configuration: [("IntegrationHealth:Endpoints:HubAllowedOrigins:0", "https://Portal.example.com/"),
            ("IntegrationHealth:Endpoints:PublicUrl", "https://public.example.com:444/base")]),
        app =>
        {
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All });
            app.UsePathBase("/base");
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapIntegrationHealth(TestHost.Policies);
        });

    private static Task<(int Status, string? Type, string Body)> NegotiateAsync(TestHost server, string host, params (string Name, string Value)[] headers) =>
        NegotiateAsync(server, host, "alice", headers);

    private static async Task<(int Status, string? Type, string Body)> NegotiateAsync(
        TestHost server, string host, string user, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/base{Hub}/negotiate?negotiateVersion=1");
        request.Headers.Host = host;
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await server.As(user.Length > 0 ? user : null).SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<WebSocketState> OpenAsync(TestHost server, string origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer alice");
        socket.Options.SetRequestHeader("Origin", origin);
        await socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}/base{Hub}"), TestContext.Current.CancellationToken);
        return socket.State;
    }
}
