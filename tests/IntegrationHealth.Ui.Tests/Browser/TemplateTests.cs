using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHealth.Ui.Browser;

/// <summary>The words of a channel, written in a real browser and read by a real receiver.</summary>
public sealed partial class TemplateTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Template_WrongAndMended_ShowsItsPlaceThenItsText_AndGoesOut()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync("/admin/channels/new");
        await admin.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Own words");
        await admin.Page.GetByLabel("Address").FillAsync(receiver.Address);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Write a text" }).ClickAsync();
        var editor = admin.Page.GetByRole(AriaRole.Textbox, new() { Name = "Texts: Body" });
        var preview = admin.Page.GetByRole(AriaRole.Region, new() { Name = "Preview" });
        await Expect(preview.Locator("pre")).ToContainTextAsync("\"severity\": \"info\"");

        await editor.FillAsync("{ \"title\":\n  {{ title | }} }");
        await admin.Page.GetByRole(AriaRole.Button, new() { NameRegex = PlaceInLineTwo() }).ClickAsync();
        await Expect(editor).ToBeFocusedAsync();
        (await editor.EvaluateAsync<int>("(element) => element.value.slice(0, element.selectionStart).split('\\n').length")).Should().Be(2);
        (await Axe.ViolationsAsync(admin.Page)).Should().BeEmpty();

        await editor.FillAsync("{ \"told\": {{ title | json }} }");
        await Expect(preview.Locator("pre")).ToContainTextAsync("{ \"told\": \"[FIRING] Test: Example integration\" }");
        await preview.GetByText("Over", new() { Exact = true }).ClickAsync();
        await Expect(preview.Locator("pre")).ToContainTextAsync("[RESOLVED]");
        (await Axe.ViolationsAsync(admin.Page)).Should().BeEmpty();

        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Send test: Own words" }).ClickAsync();
        await Expect(admin.Page.Locator(".test-answer").Filter(new() { HasText = "Delivered" })).ToBeVisibleAsync();
        receiver.Bodies.Should().ContainSingle(body => body == "{ \"told\": \"Test notification from IntegrationHealth\" }", "real alerts of the sample may come through the new channel beside it");
        admin.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Channel_QuietHoursDigestAndRate_AreKept()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync("/admin/channels/new");
        await admin.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Nights off");
        await admin.Page.GetByLabel("Address").FillAsync(receiver.Address);
        await admin.Page.GetByLabel("Quiet hours").CheckAsync();
        await admin.Page.GetByLabel("From", new() { Exact = true }).FillAsync("21:30");
        await admin.Page.GetByLabel("Gather, and send at set times").CheckAsync();
        await admin.Page.GetByLabel("Send at (cron)").FillAsync("no cron");
        await admin.Page.GetByLabel("At most, a minute").FillAsync("30");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(admin.Page.Locator(".field--invalid")).ToContainTextAsync("'no cron' is not a cron expression");

        await admin.Page.GetByLabel("Send at (cron)").FillAsync("0 8 * * 1-5");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(admin.Page.Locator(".item").Filter(new() { HasText = "Nights off" })).ToContainTextAsync("quiet 21:30–07:00 · gathered");
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Nights off" }).ClickAsync();

        await Expect(admin.Page.GetByLabel("Send at (cron)")).ToHaveValueAsync("0 8 * * 1-5");
        await Expect(admin.Page.GetByLabel("At most, a minute")).ToHaveValueAsync("30");
        (await Axe.ViolationsAsync(admin.Page)).Should().BeEmpty();
        admin.Complaints.Should().BeEmpty();
    }

    [GeneratedRegex("^Go to line 2, column")]
    private static partial Regex PlaceInLineTwo();
}
