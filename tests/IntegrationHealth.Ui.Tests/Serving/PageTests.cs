using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHealth.Ui.DependencyInjection;
using IntegrationHealth.Ui.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Ui.Serving;

/// <summary>The page as a host serves it: the client that was embedded, and what it is told.</summary>
public sealed partial class PageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Embedded_HoldsTheClient()
    {
        UiAssets.Embedded.Index.Should().NotBeNull("the tests are built with Node.js");
        UiAssets.Embedded.Find("elements.js").Should().NotBeNull();
        UiAssets.Embedded.Find("worker.js").Should().NotBeNull();
        UiAssets.Embedded.Index!.Forms.Select(form => form.Encoding).Should().Equal("");
        UiAssets.Embedded.Find("elements.js")!.Forms.Select(form => form.Encoding).Should().BeEquivalentTo("br", "gzip", "");
    }

    [Theory]
    [InlineData("/integration-health")]
    [InlineData("/integration-health/")]
    [InlineData("/integration-health/admin/rules/new")]
    public async Task Get_AnyPage_AnswersTheClientWithAStrictPolicy(string path)
    {
        await using var host = await UiHost.StartAsync(app => Map(app));

        var answer = await host.GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync(Token);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        page.Should().Contain("<div id=\"root\">").And.NotContain("%BASE%").And.NotContain("%CONFIGURATION%");
        InlineScript().IsMatch(page).Should().BeFalse();
        page.Should().NotContain("<style");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("default-src 'none'").And.Contain("script-src 'self';").And.Contain("worker-src 'self';").And.Contain("style-src 'self';").And.NotContain("unsafe");
        answer.Headers.CacheControl!.ToString().Should().Be("no-store");
    }

    [Fact]
    public async Task Get_Page_TellsWhereTheEndpointsAreAndWhoAsks()
    {
        await using var host = await UiHost.StartAsync(app => Map(app));

        (await ConfigurationAsync(host, "/integration-health", null)).GetProperty("user").ValueKind.Should().Be(JsonValueKind.Null);
        var owner = await ConfigurationAsync(host, "/integration-health", "alice");
        owner.GetProperty("user").GetString().Should().Be("alice");
        owner.GetProperty("administrator").GetBoolean().Should().BeFalse();
        owner.GetProperty("apiUrl").GetString().Should().Be("../api/");
        (await ConfigurationAsync(host, "/integration-health", "root")).GetProperty("administrator").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task Get_Page_WithoutAdministratorRoutes_KnowsNoAdministrator()
    {
        await using var host = await UiHost.StartAsync(app =>
        {
            app.MapIntegrationHealth(options => options.OwnerPolicy = "signed-in");
            app.MapIntegrationHealthUi();
        });

        (await ConfigurationAsync(host, "/integration-health", "root")).GetProperty("administrator").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task Get_Page_WithoutEndpoints_SaysSo()
    {
        await using var host = await UiHost.StartAsync(app => app.MapIntegrationHealthUi());

        (await ConfigurationAsync(host, "/integration-health", "alice")).GetProperty("apiUrl").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Get_PageOfADeepPathUnderAPathBase_FindsEverythingRelatively()
    {
        await using var host = await UiHost.StartAsync(app =>
        {
            app.UsePathBase("/portal");
            app.UseRouting();
            app.MapGroup("/ops").MapIntegrationHealth(TestPolicies);
            app.MapGroup("/tools").MapIntegrationHealthUi("/status/health");
        });

        var answer = await host.GetAsync("/portal/tools/status/health/admin/rules");
        var page = await answer.Content.ReadAsStringAsync(Token);
        var root = new Uri(answer.RequestMessage!.RequestUri!, BaseHref().Match(page).Groups[1].Value);

        root.AbsolutePath.Should().Be("/portal/tools/status/health/");
        var api = (await ConfigurationAsync(host, "/portal/tools/status/health/admin/rules", "alice")).GetProperty("apiUrl").GetString()!;
        new Uri(root, api).AbsolutePath.Should().Be("/portal/ops/api/");
    }

    [Fact]
    public async Task Get_Page_WithAPolicy_AsksForASignIn()
    {
        await using var host = await UiHost.StartAsync(app => Map(app, ui => ui.Policy = "signed-in"));

        (await host.GetAsync("/integration-health")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await host.GetAsync("/integration-health", ("X-User", "alice"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_Page_EncodesWhatAHostAndAPersonAreCalled()
    {
        await using var host = await UiHost.StartAsync(app => Map(app, ui => ui.Title = "<script>alert(1)</script>"));

        var page = await (await host.GetAsync("/integration-health", ("X-User", "\"><script>alert(2)</script>"))).Content.ReadAsStringAsync(Token);

        page.Should().NotContain("<script>alert");
    }

    [Fact]
    public async Task Get_Page_WithHostStyles_AllowsThemAndNothingElse()
    {
        await using var host = await UiHost.StartAsync(app => Map(app, ui =>
        {
            ui.ThemeUrl = "https://cdn.example.com/theme.css";
            ui.FrameAncestors.Add("https://portal.example.com");
        }));

        var answer = await host.GetAsync("/integration-health");

        (await answer.Content.ReadAsStringAsync(Token)).Should().Contain("<link rel=\"stylesheet\" href=\"https://cdn.example.com/theme.css\">");
        answer.Headers.GetValues("Content-Security-Policy").Single().Should()
            .Contain("style-src 'self' https://cdn.example.com;").And.Contain("script-src 'self';").And.EndWith("frame-ancestors 'self' https://portal.example.com");
    }

    [Fact]
    public async Task Map_WithOptionsThatCannotWork_NamesEach()
    {
        var map = () => UiHost.StartAsync(app => app.MapIntegrationHealthUi("/ui", ui =>
        {
            ui.SignInUrl = "javascript:alert(1)";
            ui.ThemeUrl = "//elsewhere.example/x.css";
            ui.Title = " ";
            ui.FrameAncestors.Add("https://a.example; script-src *");
        }));

        (await map.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should()
            .Contain("SignInUrl is 'javascript:alert(1)'").And.Contain("ThemeUrl is '//elsewhere.example/x.css'").And.Contain("Title is blank").And.Contain("FrameAncestors holds");
    }

    [Theory]
    [InlineData("Bogus", "1", "IntegrationHealth:Ui:Bogus: nobody reads this key; allowed are Policy, SignInUrl, SignOutUrl, AccessTokenUrl, Title, ThemeUrl, FrameAncestors.")]
    [InlineData("Title:0", "x", "IntegrationHealth:Ui:Title: keys are not allowed under it; it must be text.")]
    [InlineData("FrameAncestors", "https://a.example", "IntegrationHealth:Ui:FrameAncestors: a value is not allowed here; write IntegrationHealth:Ui:FrameAncestors:0 and so on.")]
    [InlineData("ThemeUrl", "theme.css", "IntegrationHealth:Ui:ThemeUrl is 'theme.css': give a path such as ~/sign-in (from the application's root) or /sign-in, or an http(s) address.")]
    public async Task Map_WithConfigurationThatCannotWork_NamesKeyAndWhatIsAllowed(string key, string value, string said)
    {
        var map = () => UiHost.StartAsync(app => Map(app), ($"IntegrationHealth:Ui:{key}", value));

        (await map.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().Equal(said);
    }

    [Fact]
    public async Task Map_Configured_IsReadWhole()
    {
        await using var host = await UiHost.StartAsync(
            app => Map(app), ("IntegrationHealth:Ui:title", "Ours"), ("IntegrationHealth:Ui:FrameAncestors:0", "https://a.example"), ("IntegrationHealth:Ui:FrameAncestors:1", "https://b.example"));

        var answer = await host.GetAsync("/integration-health");

        (await answer.Content.ReadAsStringAsync(Token)).Should().Contain("<title>Ours</title>");
        answer.Headers.GetValues("Content-Security-Policy").Single().Should().EndWith("frame-ancestors 'self' https://a.example https://b.example");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/{tenant}/health")]
    public async Task Map_UnderAPathThatCannotWork_SaysSo(string path)
    {
        var map = () => UiHost.StartAsync(app => app.MapIntegrationHealthUi(path));

        await map.Should().ThrowAsync<ArgumentException>().WithMessage("*cannot be served under*");
    }

    private static void Map(WebApplication app, Action<IntegrationHealthUiOptions>? configure = null)
    {
        app.MapIntegrationHealth(TestPolicies);
        app.MapIntegrationHealthUi("/integration-health", configure);
    }

    private static void TestPolicies(IntegrationHealth.DependencyInjection.IntegrationHealthEndpointOptions options)
    {
        options.OwnerPolicy = "signed-in";
        options.AdminPolicy = "admins";
    }

    private static async Task<JsonElement> ConfigurationAsync(UiHost host, string path, string? user)
    {
        (string, string)[] headers = user is null ? [] : [("X-User", user)];
        var page = await (await host.GetAsync(path, headers)).Content.ReadAsStringAsync(Token);
        return JsonDocument.Parse(WebUtility.HtmlDecode(Content().Match(page).Groups[1].Value)).RootElement;
    }

    [GeneratedRegex("name=\"integration-health\" content=\"([^\"]*)\"")]
    private static partial Regex Content();

    [GeneratedRegex("<base href=\"([^\"]*)\"")]
    private static partial Regex BaseHref();

    [GeneratedRegex("<script(?![^>]*\\bsrc=)")]
    private static partial Regex InlineScript();
}
