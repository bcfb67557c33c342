using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Tests.Checks.Http;

public sealed class RedirectTests : IDisposable
{
    private readonly HttpProbe _probe = new();

    public void Dispose() => _probe.Dispose();

    [Fact]
    public async Task CheckAsync_RedirectWithinOrigin_KeepsTheToken()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            if (context.Request.Path == "/")
                context.Response.Redirect("/v2");
            else
                context.Response.StatusCode = context.Request.Headers.Authorization.Count == 1 ? 200 : 401;
            return Task.CompletedTask;
        });

        (await _probe.CheckAsync(server, HttpProbe.Token())).Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Fact]
    public async Task CheckAsync_RedirectToAnotherOriginAndBack_DropsHeaders()
    {
        var seen = new List<string>();
        LocalServer? first = null;
        await using var second = await LocalServer.StartAsync(context =>
        {
            seen.Add("second " + Sent(context.Request));
            context.Response.Redirect(first!.Address + "back");
            return Task.CompletedTask;
        });
        first = await LocalServer.StartAsync(context =>
        {
            seen.Add("first " + Sent(context.Request));
            if (context.Request.Path == "/")
                context.Response.Redirect(second.Address.ToString());
            return Task.CompletedTask;
        });
        await using var disposing = first;

        var result = await _probe.CheckAsync(new HttpCheckSettings { Url = first.Address.ToString(), Headers = { ["X-Tenant"] = "t1" } });

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        seen.Should().Equal("first 1", "second 0", "first 0");

        static string Sent(HttpRequest request) => $"{request.Headers["X-Tenant"].Count}";
    }

    /// <summary>A vendor sends who is not signed in on to its front page, which answers 200 to everybody.</summary>
    [Theory]
    [InlineData(null, FailureKind.Misconfigured)]
    [InlineData(30, FailureKind.Misconfigured)]
    [InlineData(-5, FailureKind.AuthenticationExpired)]
    public async Task CheckAsync_SignedRequestSentToAnotherOrigin_IsNeitherFollowedNorHealthy(int? endsInMinutes, FailureKind kind)
    {
        var asked = 0;
        await using var elsewhere = await LocalServer.StartAsync(_ =>
        {
            asked++;
            return Task.CompletedTask;
        });
        await using var server = await LocalServer.AnswerAsync(302, "", "text/html", ("Location", elsewhere.Address + "welcome?from=secretpath"));

        var result = await _probe.CheckAsync(server, HttpProbe.Token(endsInMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null));

        (result.Outcome, result.Failure!.Kind).Should().Be((CheckOutcome.Failed, kind));
        result.Failure.IsDefinitive.Should().BeFalse();
        result.Failure.Message.Should().Contain($"sends on to http://{elsewhere.Authority}").And.NotContain("secretpath");
        asked.Should().Be(0);
    }

    [Fact]
    public async Task CheckAsync_KeyInAHeaderSentToAnotherOrigin_IsTheSettingsFault()
    {
        await using var elsewhere = await LocalServer.AnswerAsync(200, "{}");
        await using var server = await LocalServer.AnswerAsync(301, "", "text/html", ("Location", elsewhere.Address.ToString()));

        var result = await _probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString(), Headers = { ["X-Api-Key"] = "0123456789" } });

        (result.Failure!.Kind, result.Failure.Action).Should().Be((FailureKind.Misconfigured, RecoveryAction.FixConfiguration));
        result.Failure.Message.Should().Contain("settings.url");
    }

    [Fact]
    public async Task CheckAsync_RedirectToAnotherHost_PassesTheGuardThatTypedAddressesPass()
    {
        var asked = 0;
        await using var inner = await LocalServer.StartAsync(_ =>
        {
            asked++;
            return Task.CompletedTask;
        });
        await using var configured = await LocalServer.StartAsync(context =>
        {
            context.Response.Redirect($"http://localhost:{inner.Address.Port}/");
            return Task.CompletedTask;
        });
        using var open = new HttpProbe(options =>
        {
            options.Outbound.AllowedNetworks.Add("127.0.0.0/8");
            options.Outbound.AllowedNetworks.Add("::1/128");
        });

        var result = await _probe.CheckAsync(configured);
        var allowed = await open.CheckAsync(configured);

        result.Failure!.Kind.Should().Be(FailureKind.Misconfigured);
        result.Failure.Message.Should().Contain("AllowedNetworks");
        allowed.Outcome.Should().Be(CheckOutcome.Succeeded);
        asked.Should().Be(1, "the guard refused before anything was sent");
    }

    [Fact]
    public void Decide_BackFromAnotherHost_StaysUntrusted()
    {
        var origin = new Uri("http://10.0.0.1/");
        var hop = new RedirectHop(origin, HttpMethod.Get, SameOrigin: true, SameHost: true, SendsBody: false);

        RedirectRules.Decide(hop, origin, 302, new Uri("http://elsewhere.example/"), signed: false, left: 5, out var away);
        RedirectRules.Decide(away, origin, 302, origin, signed: false, left: 4, out var back);
        RedirectRules.Decide(hop, origin, 302, new Uri("https://10.0.0.1/"), signed: false, left: 5, out var upgraded);

        away.SameHost.Should().BeFalse();
        back.SameHost.Should().BeFalse();
        upgraded.Should().Match<RedirectHop>(next => next.SameHost && !next.SameOrigin);
    }

    [Theory]
    [InlineData(5, 6)]
    [InlineData(0, 1)]
    public async Task CheckAsync_RedirectLoop_EndsAtTheLimit(int limit, int requests)
    {
        var count = 0;
        await using var server = await LocalServer.StartAsync(context =>
        {
            count++;
            context.Response.Redirect("/");
            return Task.CompletedTask;
        });

        var result = await _probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString(), MaxRedirects = limit });

        result.Failure!.Kind.Should().Be(FailureKind.Misconfigured);
        result.Failure.Message.Should().Contain("more often than the settings allow");
        count.Should().Be(requests);
    }

    [Fact]
    public async Task CheckAsync_ExpectedRedirect_IsNotFollowed()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.Redirect("http://127.0.0.1:1/");
            return Task.CompletedTask;
        });

        var result = await _probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString(), ExpectedStatus = "300-399" });

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Fact]
    public async Task CheckAsync_RedirectToMetadata_PassesTheSameGuard()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.Redirect("http://169.254.169.254/latest/meta-data/");
            return Task.CompletedTask;
        });
        using var probe = new HttpProbe(options => options.Outbound.AllowedNetworks.Add("127.0.0.1"));

        var result = await probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString() }, origin: IntegrationOrigin.Runtime);

        result.Failure!.Message.Should().Contain("169.254.169.254, a cloud metadata address");
    }

    [Fact]
    public async Task CheckAsync_SignedRequestSentToSignIn_IsNoCertainReconnect()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.Redirect("/account/login?next=/");
            return Task.CompletedTask;
        });

        var signed = await _probe.CheckAsync(server, HttpProbe.Token());

        signed.Failure!.Kind.Should().Be(FailureKind.AuthenticationExpired);
        signed.Failure.Confidence.Should().Be(Confidence.Low);
    }

    [Theory]
    [InlineData("https://a.test/", "http://a.test/x", 302, "GET", true, RedirectRefusal.LeavesTls)]
    [InlineData("https://a.test/", "ftp://a.test/x", 302, "GET", true, RedirectRefusal.OtherScheme)]
    [InlineData("https://a.test/", "file:///etc/passwd", 302, "GET", true, RedirectRefusal.OtherScheme)]
    [InlineData("https://a.test/", null, 302, "GET", true, RedirectRefusal.NoAddress)]
    [InlineData("https://a.test/", "https://login.b.test/", 302, "GET", true, RedirectRefusal.SignIn)]
    [InlineData("https://a.test/", "https://login.b.test/", 302, "GET", false, RedirectRefusal.None)]
    [InlineData("http://a.test/", "http://portal.test/login", 302, "GET", false, RedirectRefusal.Portal)]
    [InlineData("https://a.test/", "http://portal.test/login", 302, "GET", true, RedirectRefusal.Portal)]
    [InlineData("http://a.test/", "http://a.test/login", 302, "GET", true, RedirectRefusal.SignIn)]
    [InlineData("https://login.a.test/token", "https://login.a.test/v2/token", 302, "GET", true, RedirectRefusal.None)]
    [InlineData("https://a.test/", "https://b.test/", 307, "POST", false, RedirectRefusal.CarriesBody)]
    [InlineData("https://a.test/", "https://a.test/v2", 307, "POST", true, RedirectRefusal.None)]
    [InlineData("https://a.test/", "https://b.test/", 303, "POST", true, RedirectRefusal.LeavesOrigin)]
    [InlineData("https://a.test/", "https://b.test/", 303, "POST", false, RedirectRefusal.None)]
    [InlineData("https://a.test/", "https://www.a.test/", 301, "GET", true, RedirectRefusal.LeavesOrigin)]
    [InlineData("https://a.test/", "https://a.test:8443/", 301, "GET", true, RedirectRefusal.LeavesOrigin)]
    [InlineData("http://a.test/", "https://a.test/", 301, "GET", true, RedirectRefusal.LeavesOrigin)]
    [InlineData("http://a.test/", "https://a.test/", 301, "GET", false, RedirectRefusal.None)]
    [InlineData("https://a.test/v1/me", "https://a.test/users/sign_in", 302, "GET", true, RedirectRefusal.SignIn)]
    [InlineData("https://a.test/v1/me", "https://a.test/sessions/42/files", 302, "GET", true, RedirectRefusal.None)]
    public void Decide_Redirect_IsFollowedOrRefused(
        string from, string? location, int status, string method, bool isSigned, object refusal)
    {
        var uri = new Uri(from);
        var hop = new RedirectHop(uri, HttpMethod.Parse(method), SameOrigin: true, SameHost: true, SendsBody: method == "POST");

        RedirectRules.Decide(hop, uri, status, location is null ? null : new Uri(location), isSigned, left: 1, out _).Should().Be((RedirectRefusal)refusal);
    }

    [Theory]
    [InlineData("https://a.test/login", true)]
    [InlineData("https://a.test/users/sign_in?next=%2F", true)]
    [InlineData("https://a.test/users/sign-in", true)]
    [InlineData("https://a.test/SignOn.aspx", true)]
    [InlineData("https://a.test/sign-on/", true)]
    [InlineData("https://a.test/Account/LogOn", true)]
    [InlineData("https://a.test/wp-login.php?redirect_to=x", true)]
    [InlineData("https://a.test/session", true)]
    [InlineData("https://a.test/session/new", true)]
    [InlineData("https://a.test/admin/sessions/new", true)]
    [InlineData("https://sign-in.a.test/", true)]
    [InlineData("https://accounts.a.test/x", true)]
    [InlineData("https://a.test/sessions/42", false)]
    [InlineData("https://a.test/newsession", false)]
    [InlineData("https://a.test/authors", false)]
    [InlineData("https://a.test/blog/how-to-sign-in-faster", false)]
    [InlineData("https://a.test/?next=login", false)]
    public void LooksLikeSignIn_Address_IsToldByItsHostAndPath(string address, bool expected) =>
        RedirectRules.LooksLikeSignIn(new Uri(address)).Should().Be(expected);

    [Theory]
    [InlineData(301, "POST", "GET")]
    [InlineData(302, "POST", "GET")]
    [InlineData(303, "PUT", "GET")]
    [InlineData(303, "HEAD", "HEAD")]
    [InlineData(302, "DELETE", "DELETE")]
    [InlineData(308, "POST", "POST")]
    public void Decide_Method_ChangesAsBrowsersDo(int status, string method, string expected)
    {
        var uri = new Uri("https://a.test/");
        var hop = new RedirectHop(uri, HttpMethod.Parse(method), SameOrigin: true, SameHost: true, SendsBody: method is "POST" or "PUT");

        RedirectRules.Decide(hop, uri, status, new Uri("/v2", UriKind.Relative), signed: true, left: 1, out var next);

        next.Method.Method.Should().Be(expected);
        next.SendsBody.Should().Be(expected == "POST");
    }
}
