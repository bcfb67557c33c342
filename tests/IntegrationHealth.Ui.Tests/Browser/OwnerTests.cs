using System.Net.Http.Json;
using System.Text.RegularExpressions;
using IntegrationHealth.EndToEnd.Sample;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHealth.Ui.Browser;

/// <summary>What an owner does, in a real browser against the sample.</summary>
public sealed partial class OwnerTests(SampleSite site) : IClassFixture<SampleSite>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_ThroughTheHostsPage_LeadsToTheirConnections()
    {
        await using var bob = await site.VisitAsync(null);

        await bob.GoAsync("/connections?sort=name");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Bob" }).ClickAsync();

        await Expect(bob.Page).ToHaveURLAsync(ConnectionsByName());
        await Expect(bob.Page.Locator(".rows").GetByRole(AriaRole.Link, new() { Name = "Bob's GitHub" })).ToBeVisibleAsync();
        await Expect(bob.Page.GetByText("Alice's")).ToHaveCountAsync(0);
        await Expect(bob.Page.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);
        bob.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task List_SaysFirstWhatNeedsThem_AndOffersTheWayOut()
    {
        await SampleProcess.StatusAsync(site.Sample.Bob, "sim-0004", "unhealthy", Token);
        await using var bob = await site.VisitAsync("demo-bob");

        await bob.GoAsync();

        await bob.HeadingAsync("of 6 connections needs you");
        var first = bob.Page.Locator(".rows > li").First;
        await Expect(first).ToContainTextAsync("Bob's Google Calendar");
        await Expect(first).ToContainTextAsync("A permission is missing");
        await Expect(first.GetByRole(AriaRole.Link, new() { Name = "Grant permission" })).ToHaveAttributeAsync("href", ConnectAddress());
    }

    [Fact]
    public async Task List_WhenAConnectionIsReconnectedElsewhere_ChangesByItself()
    {
        await SampleProcess.StatusAsync(site.Sample.Alice, "sim-0005", "unhealthy", Token);
        await using var alice = await site.VisitAsync("demo-alice");
        await alice.GoAsync();
        var row = alice.Page.Locator(".rows > li").Filter(new() { HasText = "Access was withdrawn" });
        await Expect(row).ToHaveCountAsync(1);
        await Expect(alice.Page.Locator(".live[data-state=live]")).ToBeVisibleAsync();

        (await site.Sample.Anonymous.PostAsync("/connect/gmail?id=sim-0005", null, Token)).EnsureSuccessStatusCode();

        // Alone it is named in the sentence, together with others beside it.
        await Expect(alice.Page.Locator(".toast").Filter(new() { HasText = "again" })).ToContainTextAsync("Alice's Gmail", new() { Timeout = 20_000 });
        await Expect(row).ToHaveCountAsync(0);
        alice.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task CheckNow_Twice_ExplainsTheLimit()
    {
        await using var alice = await site.VisitAsync("demo-alice");
        await alice.GoAsync("/connections/sim-0007");
        var button = alice.Page.GetByRole(AriaRole.Button, new() { Name = "Check now" });

        await button.ClickAsync();
        await Expect(alice.Page.Locator(".toast")).ToContainTextAsync("Alice's Slack was checked");
        await button.ClickAsync();

        await Expect(alice.Page.Locator(".toast")).ToContainTextAsync("at most once a minute");
        await Expect(alice.Page.GetByRole(AriaRole.Button, new() { NameRegex = WaitButton() })).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Offline_KeepsWhatWasKnown_AndCatchesUpOnReturn()
    {
        await using var bob = await site.VisitAsync("demo-bob");
        await bob.GoAsync();
        await Expect(bob.Page.Locator(".rows").GetByRole(AriaRole.Link, new() { Name = "Bob's GitHub" })).ToBeVisibleAsync();
        await Expect(bob.Page.Locator(".live[data-state=live]")).ToBeVisibleAsync();

        await bob.SetOfflineAsync(true);
        await Expect(bob.Page.Locator(".offline-bar")).ToContainTextAsync("No connection. This is what was known");
        await Expect(bob.Page.Locator(".rows").GetByRole(AriaRole.Link, new() { Name = "Bob's GitHub" })).ToBeVisibleAsync();
        await Expect(bob.Page.GetByRole(AriaRole.Button, new() { Name = "Check now: Bob's GitHub" })).ToBeDisabledAsync();

        await bob.SetOfflineAsync(false);
        await Expect(bob.Page.Locator(".offline-bar")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
        await Expect(bob.Page.Locator(".live[data-state=live]")).ToBeVisibleAsync(new() { Timeout = 40_000 });
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("/connections", "/connections/sim-0004")]
    public async Task Offline_AndReloaded_ShowsWhatWasKnown(string seen, string opened)
    {
        await using var bob = await site.VisitAsync("demo-bob");
        await bob.GoAsync(seen);
        await Expect(bob.Page.Locator(".rows").GetByRole(AriaRole.Link, new() { Name = "Bob's GitHub" })).ToBeVisibleAsync();
        await bob.Page.WaitForFunctionAsync("() => navigator.serviceWorker.ready.then(() => true)");
        await bob.Page.WaitForFunctionAsync("() => Object.keys(localStorage).some((key) => key.startsWith('integration-health:cache:'))");

        await bob.SetOfflineAsync(true);
        await bob.Page.ReloadAsync();

        await Expect(bob.Page.Locator(".rows").GetByRole(AriaRole.Link, new() { Name = "Bob's GitHub" })).ToBeVisibleAsync();
        await Expect(bob.Page.Locator(".offline-bar")).ToContainTextAsync("No connection. This is what was known");
        await bob.GoAsync(opened);
        await Expect(bob.Page.Locator(".offline-bar")).ToContainTextAsync("No connection.");
        await bob.SetOfflineAsync(false);
        await Expect(bob.Page.Locator(".live[data-state=live]")).ToBeVisibleAsync(new() { Timeout = 40_000 });
        bob.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Offline_AfterSigningOut_ShowsNothingOfThem()
    {
        await using var alice = await site.VisitAsync("demo-alice");
        await alice.GoAsync();
        await alice.Page.WaitForFunctionAsync("() => navigator.serviceWorker.ready.then(() => true)");
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Preferences" }).ClickAsync();
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await alice.HeadingAsync("Who are you?");

        await alice.SetOfflineAsync(true);
        var open = () => alice.GoAsync();

        await open.Should().ThrowAsync<PlaywrightException>();
    }

    [Fact]
    public async Task Filters_AreInTheAddress_AndSurviveAReload()
    {
        // One that was withdrawn fails whatever the machine has to do; a healthy one is degraded as soon as it is slow.
        await using var alice = await site.VisitAsync("demo-alice");
        await alice.GoAsync();

        await alice.Page.GetByRole(AriaRole.Button, new() { NameRegex = FailingTally() }).ClickAsync();
        await alice.Page.GetByRole(AriaRole.Searchbox).FillAsync("gmail");
        await Expect(alice.Page).ToHaveURLAsync(FilteredAddress());
        await alice.Page.ReloadAsync();

        await Expect(alice.Page.Locator(".rows > li")).ToHaveCountAsync(1);
        await Expect(alice.Page.GetByRole(AriaRole.Button, new() { NameRegex = FailingTally() })).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task Preferences_LanguageAndTheme_ApplyAndStay()
    {
        await using var alice = await site.VisitAsync("demo-alice");
        await alice.GoAsync("/connections");
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Preferences" }).ClickAsync();

        await alice.Page.GetByText("Deutsch").ClickAsync();
        await alice.Page.GetByText("Dunkel").ClickAsync();
        await alice.Page.ReloadAsync();

        await Expect(alice.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(alice.Page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await Expect(alice.Page.GetByRole(AriaRole.Searchbox)).ToHaveAttributeAsync("placeholder", "Nach Namen suchen");
    }

    [Fact]
    public async Task Detail_ByKeyboard_ReadsTheChecksOneByOne()
    {
        await SampleProcess.StatusAsync(site.Sample.Bob, "sim-0004", "unhealthy", Token);
        await using var bob = await site.VisitAsync("demo-bob");
        await bob.GoAsync("/connections/sim-0004");
        var bar = bob.Page.Locator(".check-bar--large canvas");
        await Expect(bar).ToHaveAttributeAsync("aria-label", LastChecks());

        await bar.FocusAsync();
        await bob.Page.Keyboard.PressAsync("End");

        await Expect(bob.Page.Locator(".check-bar__tip")).ToContainTextAsync("Failed");
        await Expect(bob.Page.GetByRole(AriaRole.Heading, new() { Name = "Incidents" })).ToBeVisibleAsync();
        await Expect(bob.Page.Locator(".incidents > li")).ToHaveCountAsync(1);
        bob.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task SignOut_ForgetsWhatWasKept()
    {
        await using var alice = await site.VisitAsync("demo-alice");
        await alice.GoAsync();
        await alice.Page.WaitForFunctionAsync("() => Object.keys(localStorage).some((key) => key.startsWith('integration-health:cache:'))");

        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Preferences" }).ClickAsync();
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await alice.HeadingAsync("Who are you?");
        (await alice.Page.EvaluateAsync<bool>("() => Object.keys(localStorage).some((key) => key.startsWith('integration-health:cache:'))")).Should().BeFalse();
    }

    [Fact]
    public async Task Post_WithTheCookieFromAnotherOrigin_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/integrations/sim-0003/health/check");
        request.Headers.Add("Cookie", "integration-health-demo=demo-alice");
        request.Headers.Add("Origin", "http://127.0.0.1:1");

        var answer = await site.Sample.Anonymous.SendAsync(request, Token);

        ((int)answer.StatusCode).Should().Be(401, await answer.Content.ReadAsStringAsync(Token));
        _ = await site.Sample.Alice.GetFromJsonAsync<object>("/api/integrations/sim-0003/health", Token);
    }

    [GeneratedRegex(@"/connections\?sort=name$")]
    private static partial Regex ConnectionsByName();

    [GeneratedRegex("/connect/google-calendar\\?id=sim-0004$")]
    private static partial Regex ConnectAddress();

    [GeneratedRegex(@"status=unhealthy&q=gmail$")]
    private static partial Regex FilteredAddress();

    [GeneratedRegex("Failing$")]
    private static partial Regex FailingTally();

    [GeneratedRegex(@"^In \d+ s$")]
    private static partial Regex WaitButton();

    [GeneratedRegex(@"^The last (check|\d+ checks): ")]
    private static partial Regex LastChecks();
}
