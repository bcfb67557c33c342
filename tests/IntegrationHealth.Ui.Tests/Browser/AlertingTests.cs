using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHealth.Ui.Browser;

/// <summary>Alerting by hand, in a real browser: a channel, a rule, an alert.</summary>
public sealed class AlertingTests(SampleSite site) : IClassFixture<SampleSite>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Channel_Tested_SaysWhatTheReceiverAnswered()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync("/admin/channels");

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "New channel" }).First.ClickAsync();
        await admin.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Operations");
        await admin.Page.GetByLabel("Address").FillAsync(receiver.Address);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Send test: Operations" }).ClickAsync();

        await Expect(admin.Page.Locator(".test-answer").Filter(new() { HasText = "Delivered" })).ToBeVisibleAsync();
        receiver.Bodies.Should().ContainSingle(body => body.Contains("alert.test"), "real alerts of the sample may come through the new channel beside it");
        admin.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Rule_WithPreview_IsSavedAndFires_AndItsAlertIsAcknowledged()
    {
        await SampleProcess.StatusAsync(site.Sample.Bob, "sim-0004", "unhealthy", Token);
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync("/admin/rules/new");

        await admin.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Calendar fails");
        await admin.Page.GetByLabel("Kind of condition").SelectOptionAsync("failureKind");
        await admin.Page.GetByLabel("A permission is missing").CheckAsync();
        await Expect(admin.Page.Locator(".editor__aside")).ToContainTextAsync("over the stored history");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Link, new() { Name = "Calendar fails" })).ToBeVisibleAsync();

        await WaitFor.ValueAsync(
            () => site.Sample.Admin.GetStringAsync("/api/admin/alerts?state=firing", Token), body => body.Contains("Calendar fails", StringComparison.Ordinal),
            TimeSpan.FromMinutes(2), "the rule to fire", Token);
        await admin.GoAsync("/admin/alerts");
        await admin.Page.Locator(".item").Filter(new() { HasText = "Calendar fails" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();

        await Expect(admin.Page.Locator(".alert-chips")).ToContainTextAsync("Taken on by admin");
        await Expect(admin.Page.Locator(".timeline")).ToContainTextAsync("Acknowledged");
    }
}
