using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHealth.Ui.Browser;

/// <summary>Lists in groups that collapse, in a real browser against the sample.</summary>
public sealed partial class GroupTests(SampleSite site) : IClassFixture<SampleSite>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Groups_ByProvider_OpenByKeyboard_AndStayOpenAfterAReload()
    {
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync("/admin/integrations");

        await admin.Page.GetByLabel("Group by").SelectOptionAsync("provider");
        var gmail = Head(admin, "Gmail");
        await Expect(gmail).ToHaveAttributeAsync("aria-expanded", "false");
        await Expect(admin.Page.Locator(".grid-row")).ToHaveCountAsync(0);
        await gmail.FocusAsync();
        await admin.Page.Keyboard.PressAsync("Enter");

        await ShouldHoldTheGmailOnesAsync(admin);
        await Expect(admin.Page).ToHaveURLAsync(Opened());
        await admin.Page.ReloadAsync();
        await ShouldHoldTheGmailOnesAsync(admin);
        await Head(admin, "Gmail").ClickAsync();
        await Expect(admin.Page.Locator(".grid-row")).ToHaveCountAsync(0);
        admin.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData("ownerId", "alice")]
    [InlineData("status", "Healthy")]
    public async Task Groups_ByAnother_HoldTheirOwn(string by, string name)
    {
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync($"/admin/integrations?group={by}");

        await Head(admin, name).ClickAsync();

        var rows = admin.Page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true }).Locator(".grid-row:not(.grid-row--head)");
        await Expect(rows.First).ToBeVisibleAsync();
        if (by == "ownerId")
            (await rows.Locator(".grid-row__owner").AllInnerTextsAsync()).Should().OnlyContain(owner => owner == name);
    }

    [Fact]
    public async Task Group_ThatIsClosed_IsNoLongerSelected()
    {
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync("/admin/integrations?group=provider&open=.slack");
        await admin.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Select all that are loaded" }).CheckAsync();
        await Expect(admin.Page.Locator(".bulk-bar")).ToContainTextAsync("2 selected");

        await Head(admin, "Slack").ClickAsync();

        await Expect(admin.Page.Locator(".bulk-bar")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Groups_OfAnOwner_AreOfTheirConnections()
    {
        await using var bob = await site.VisitAsync("demo-bob");
        await bob.GoAsync("/connections");

        await bob.Page.GetByLabel("Group by").SelectOptionAsync("provider");
        // The simulator stands in for GitHub behind the provider http.
        await Head(bob, "HTTP").ClickAsync();

        await Expect(bob.Page.GetByRole(AriaRole.Region, new() { Name = "HTTP" }).GetByRole(AriaRole.Link, new() { Name = "Bob's GitHub" })).ToBeVisibleAsync();
        bob.Complaints.Should().BeEmpty();
    }

    private async Task ShouldHoldTheGmailOnesAsync(Visitor admin)
    {
        var mail = await site.Sample.Admin.GetFromJsonAsync<JsonElement>("/api/admin/integrations/health?provider=gmail", Token);
        await Expect(admin.Page.GetByRole(AriaRole.Table, new() { Name = "Gmail" }).Locator(".grid-row:not(.grid-row--head)")).ToHaveCountAsync(mail.GetProperty("total").GetInt32());
    }

    private static ILocator Head(Visitor visitor, string name) =>
        visitor.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex($"^{name}") }).GetByRole(AriaRole.Button);

    [GeneratedRegex(@"group=provider&open=\.gmail$")]
    private static partial Regex Opened();
}
