using IntegrationHealth.EndToEnd.Sample;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHealth.Ui.Browser;

/// <summary>The feed of changes, and what a page says when the server is not well, in a real browser against the sample.</summary>
public sealed class ChangesTests(SampleSite site) : IClassFixture<SampleSite>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_AppearsByItself_AndLeadsToItsIntegration()
    {
        await SampleProcess.StatusAsync(site.Sample.Alice, "sim-0005", "unhealthy", Token);
        await using var alice = await site.VisitAsync("demo-alice");
        await alice.GoAsync("/changes");
        var changes = alice.Page.Locator(".change");
        await Expect(changes.Filter(new() { HasText = "Alice's Gmail stopped working" })).ToHaveCountAsync(1);
        await Expect(alice.Page.Locator(".live[data-state=live]")).ToBeVisibleAsync();

        (await site.Sample.Anonymous.PostAsync("/connect/gmail?id=sim-0005", null, Token)).EnsureSuccessStatusCode();

        await Expect(changes.First).ToContainTextAsync("Alice's Gmail works again");
        await alice.Page.GetByText("Stopped working", new() { Exact = true }).ClickAsync();
        await Expect(changes.Filter(new() { HasText = "works again" })).ToHaveCountAsync(0);
        await changes.Filter(new() { HasText = "Alice's Gmail" }).GetByRole(AriaRole.Link).ClickAsync();
        await alice.HeadingAsync("Alice's Gmail");
        alice.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Overview_HasTheLatest_AndTheWayToAll()
    {
        await SampleProcess.StatusAsync(site.Sample.Bob, "sim-0004", "unhealthy", Token);
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync("/admin");
        var recent = admin.Page.GetByRole(AriaRole.Region, new() { Name = "Recent changes" });
        await Expect(recent.Locator(".change").First).ToBeVisibleAsync();

        await recent.GetByRole(AriaRole.Link, new() { Name = "All changes" }).ClickAsync();

        await admin.HeadingAsync("Recent changes");
        await admin.Page.GetByRole(AriaRole.Searchbox).FillAsync("Bob's Google");
        await Expect(admin.Page.Locator(".change").Filter(new() { HasNotText = "Bob's Google" })).ToHaveCountAsync(0);
        await Expect(admin.Page.Locator(".change").First).ToContainTextAsync("Bob's Google Calendar stopped working");
        admin.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData(500, "failing", "Server error")]
    [InlineData(401, "signedOut", "Signed out")]
    [InlineData(403, "polling", "Every 30 s")]
    [InlineData(0, "offline", "Offline")]
    public async Task Probe_ByItsAnswer_SaysHowTheServerIs(int status, string state, string words)
    {
        await using var alice = await site.VisitAsync("demo-alice");
        await alice.Page.RouteAsync("**/health/hub/**", route => route.AbortAsync());
        if (status == 401)
        {
            // Of a page that knows nothing yet there would be nothing to keep.
            await alice.GoAsync("/connections");
            await Expect(alice.Page.Locator(".rows > li").First).ToBeVisibleAsync();
        }

        await alice.Page.RouteAsync("**/integrations/health?limit=1", route => status == 0 ? route.AbortAsync() : route.FulfillAsync(new() { Status = status, Body = "" }));
        if (status != 401)
            await alice.GoAsync("/connections");

        var indicator = alice.Page.Locator($".live[data-state={state}]");
        await Expect(indicator).ToHaveTextAsync(words);
        if (status == 500)
            await Expect(alice.Page.Locator(".offline-bar")).ToContainTextAsync("The server answers with an error");
        if (status == 401)
        {
            // What was known stays on the page, under the bar.
            await Expect(alice.Page.Locator(".offline-bar")).ToContainTextAsync("You are signed out.");
            await Expect(alice.Page.Locator(".rows > li").First).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Page_WhoseScriptIsGone_SaysSo_AndLeavesTheRest()
    {
        // The worker of the page would have the script from before.
        await using var admin = await site.VisitAsync("demo-admin", workers: ServiceWorkerPolicy.Block);
        await admin.Page.RouteAsync("**/assets/RulesPage*.js", route => route.AbortAsync());
        await admin.GoAsync("/admin");
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Rules" }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This page could not be loaded");

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Channels" }).ClickAsync();

        await admin.HeadingAsync("Channels");
    }
}
