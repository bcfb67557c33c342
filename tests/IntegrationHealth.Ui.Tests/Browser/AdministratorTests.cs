using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHealth.EndToEnd.Sample;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHealth.Ui.Browser;

/// <summary>What an administrator does, in a real browser against the sample.</summary>
public sealed partial class AdministratorTests(SampleSite site) : IClassFixture<SampleSite>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Overview_NumberOfAReason_LeadsToTheIntegrationsBehindIt()
    {
        await SampleProcess.StatusAsync(site.Sample.Bob, "sim-0004", "unhealthy", Token);
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync();
        await Expect(admin.Page).ToHaveURLAsync(AdminAddress());

        await admin.Page.Locator(".matrix tr").Filter(new() { HasText = "Google Calendar" }).GetByRole(AriaRole.Link).Nth(1).ClickAsync();

        await Expect(admin.Page).ToHaveURLAsync(DrillDown());
        await Expect(admin.Page.GetByRole(AriaRole.Link, new() { Name = "Google Calendar" }).First).ToBeVisibleAsync();
        admin.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Overview_FiguresOfBeforeStorageWentAway_SayThatTheyAreOld()
    {
        await using var admin = await site.VisitAsync("demo-admin", workers: ServiceWorkerPolicy.Block);
        await admin.Page.RouteAsync("**/api/admin/integrations/metrics?*", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace("\"stale\":false", "\"stale\":true", StringComparison.Ordinal) });
        });

        await admin.GoAsync("/admin");

        await Expect(admin.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The host cannot reach its storage. This is what it knew last.");
        (await Axe.ViolationsAsync(admin.Page)).Should().BeEmpty();
        await admin.GoAsync("/admin/rules");
        await Expect(admin.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Integrations_SavedView_BringsItsFiltersBack()
    {
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync("/admin/integrations?provider=gmail");

        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Save this view" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name of the view" }).FillAsync("Mail");
        await admin.Page.Keyboard.PressAsync("Enter");
        await admin.GoAsync("/admin/integrations");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Mail" }).ClickAsync();

        var mail = await site.Sample.Admin.GetFromJsonAsync<JsonElement>("/api/admin/integrations/health?provider=gmail", Token);
        await Expect(admin.Page.Locator(".grid-row:not(.grid-row--head)")).ToHaveCountAsync(mail.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Integrations_BulkPauseOfFixedOnes_SaysWhyNot()
    {
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync("/admin/integrations?provider=slack");

        await admin.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Select all that are loaded" }).CheckAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Dialog, new() { Name = "Pause 2 integrations?" }).GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();

        await Expect(admin.Page.Locator(".toast")).ToContainTextAsync("2 refused: This integration is fixed in the host's code");
    }

    [Fact]
    public async Task Integrations_Export_IsTheFilteredList()
    {
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync("/admin/integrations?provider=slack");

        var download = await admin.Page.RunAndWaitForDownloadAsync(() => admin.Page.GetByRole(AriaRole.Button, new() { Name = "Export CSV" }).ClickAsync());

        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), Token);
        lines.Should().HaveCount(3);
        lines.Skip(1).Should().OnlyContain(line => line.Contains("slack", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Integrations_ChangedElsewhere_IsSeenWithinASecond()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        (await site.Sample.Admin.PostAsJsonAsync("/api/admin/integrations",
            new { id = "live-one", provider = "http", name = "Seen at once", ownerId = "alice", settings = new { url = receiver.Address } }, Token)).EnsureSuccessStatusCode();
        await SampleProcess.StatusAsync(site.Sample.Alice, "live-one", "healthy", Token);
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync("/admin/integrations?q=seen");
        var row = admin.Page.Locator(".grid-row").Filter(new() { HasText = "Seen at once" });
        await Expect(row).ToHaveAttributeAsync("data-status", "healthy");
        await Expect(admin.Page.Locator(".live[data-state=live]")).ToBeVisibleAsync();

        (await site.Sample.Admin.PatchAsJsonAsync("/api/admin/integrations/live-one", new { enabled = false }, Token)).EnsureSuccessStatusCode();

        await Expect(row).ToHaveAttributeAsync("data-status", "paused", new() { Timeout = 1000 });
        admin.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task System_ShowsHostsAndTheQuotaThatChecksMayUse()
    {
        await using var admin = await site.VisitAsync("demo-admin");

        await admin.GoAsync("/admin/system");

        await Expect(admin.Page.GetByRole(AriaRole.Region, new() { Name = "1 host" }).Locator("tbody tr")).ToHaveCountAsync(1);
        var quota = admin.Page.GetByRole(AriaRole.Region, new() { Name = "Vendors’ quotas" }).Locator("tbody tr").First;
        await Expect(quota).ToContainTextAsync("Gmail");
        await Expect(quota).ToContainTextAsync("/ 100,000");
        admin.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Overview_NinetyDays_IsInTheAddress()
    {
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync("/admin");

        await admin.Page.GetByText("90 d", new() { Exact = true }).ClickAsync();

        await Expect(admin.Page.Locator(".matrix tbody tr").First).ToBeVisibleAsync();
        await Expect(admin.Page).ToHaveURLAsync(NinetyDays());
        admin.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task AdministratorPage_ForAnOwner_IsNotThere()
    {
        await using var bob = await site.VisitAsync("demo-bob");

        await bob.GoAsync("/admin/system");

        await Expect(bob.Page.GetByText("There is no page at this address.")).ToBeVisibleAsync();
    }

    [GeneratedRegex(@"/admin\?range=90d$")]
    private static partial Regex NinetyDays();

    [GeneratedRegex("/integration-health/admin$")]
    private static partial Regex AdminAddress();

    [GeneratedRegex(@"/admin/integrations\?provider=google-calendar&failureKind=\w+$")]
    private static partial Regex DrillDown();
}
