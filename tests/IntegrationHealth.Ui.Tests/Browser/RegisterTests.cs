using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHealth.Ui.Browser;

/// <summary>The form of integrations, in a real browser against the sample.</summary>
public sealed partial class RegisterTests(SampleSite site) : IClassFixture<SampleSite>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Integration_Registered_Changed_AndRemoved()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync("/admin/integrations");

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "New integration" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "HTTP" }).ClickAsync();
        await admin.Page.GetByLabel("Address", new() { Exact = true }).FillAsync("not an address");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();

        // Both fields at fault say so, and the first one has the focus.
        await Expect(admin.Page.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await Expect(admin.Page.GetByLabel("Address", new() { Exact = true })).ToHaveAttributeAsync("aria-invalid", "true");
        (await Axe.ViolationsAsync(admin.Page)).Should().BeEmpty();

        await admin.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Billing");
        await admin.Page.GetByLabel("Owner", new() { Exact = true }).FillAsync("alice");
        await admin.Page.GetByLabel("Tags", new() { Exact = true }).FillAsync("prod, eu");
        await admin.Page.GetByLabel("Id", new() { Exact = true }).FillAsync("billing");
        await admin.Page.GetByLabel("Address", new() { Exact = true }).FillAsync(receiver.Address);
        await admin.Page.GetByLabel("Check at an interval of its own").CheckAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Expect(admin.Page).ToHaveURLAsync(Detail());
        await admin.HeadingAsync("Billing");
        var stored = await site.Sample.Admin.GetFromJsonAsync<JsonElement>("/api/admin/integrations/billing", Token);
        stored.GetProperty("tags").GetRawText().Should().Be("""["prod","eu"]""");
        (stored.GetProperty("ownerId").GetString(), stored.GetProperty("intervalMs").GetInt64()).Should().Be(("alice", 300_000));

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await admin.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Invoices");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(admin.Page).ToHaveURLAsync(Detail());
        await admin.HeadingAsync("Invoices");

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await admin.HeadingAsync("Integrations");
        ((int)(await site.Sample.Admin.GetAsync("/api/admin/integrations/billing", Token)).StatusCode).Should().Be(404);
        admin.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task FixedIntegration_SaysWhereItIsFixed_AndCannotBeChanged()
    {
        await using var admin = await site.VisitAsync("demo-admin");

        await admin.GoAsync("/admin/integrations/sim-0005/edit");

        await Expect(admin.Page.GetByText("is fixed in the host’s code")).ToBeVisibleAsync();
        await Expect(admin.Page.GetByLabel("Name", new() { Exact = true })).ToBeDisabledAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Form_WhenTheConnectionReturns_KeepsWhatWasTyped()
    {
        await using var admin = await site.VisitAsync("demo-admin");
        await admin.GoAsync("/admin/rules/default-failing");
        await Expect(admin.Page.Locator(".live[data-state=live]")).ToBeVisibleAsync();
        await admin.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name", Exact = true }).FillAsync("Typed before");

        await admin.SetOfflineAsync(true);
        await Expect(admin.Page.Locator(".offline-bar")).ToBeVisibleAsync();
        await admin.SetOfflineAsync(false);
        await Expect(admin.Page.Locator(".live[data-state=live]")).ToBeVisibleAsync(new() { Timeout = 40_000 });
        await admin.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        await Expect(admin.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name", Exact = true })).ToHaveValueAsync("Typed before");
        var asked = "";
        admin.Page.Dialog += (_, dialog) =>
        {
            asked = dialog.Message;
            _ = dialog.DismissAsync();
        };
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Audit" }).ClickAsync();
        asked.Should().StartWith("What you have changed is not saved");
        await Expect(admin.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name", Exact = true })).ToHaveValueAsync("Typed before");
    }

    [GeneratedRegex("/admin/integrations/billing$")]
    private static partial Regex Detail();
}
