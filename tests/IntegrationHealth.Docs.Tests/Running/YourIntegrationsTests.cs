using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHealth.Testing;

namespace IntegrationHealth.Docs.Running;

/// <summary>The host of the page, run: its own tables, its own tokens, its own pages, and vendors on loopback.</summary>
public sealed class YourIntegrationsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_Run_FindsTheRevokedConnection_AndItsLinkPutsItRight()
    {
        await using var vendor = await FakeVendor.StartAsync(Token);
        await using var host = new PageProcess();
        var address = await StartAsync(host, vendor);
        using var ann = await SignInAsync(address, "ann");
        using var ben = await SignInAsync(address, "ben");

        var broken = await StatusAsync(ann, "ann-mail", "unhealthy");
        await StatusAsync(ann, "ann-chat", "healthy");
        await StatusAsync(ben, "ben-mail", "healthy");
        (await ben.GetAsync("/api/integrations/ann-mail/health", Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);

        var failure = broken.GetProperty("failure");
        failure.GetProperty("kind").GetString().Should().Be("authenticationRevoked");
        failure.GetProperty("message").GetString().Should().Contain("ann-mail was disconnected (invalid_grant).");
        failure.GetProperty("action").GetString().Should().Be("reconnect");
        var link = failure.GetProperty("actionUrl").GetString()!;
        link.Should().Be($"{address.GetLeftPart(UriPartial.Authority)}/connect/gmail?id=ann-mail");

        // Somebody else may follow it as little as the state of a consent may be made up.
        (await ben.GetAsync(link, Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await ann.GetAsync("/connect/gmail/callback?code=code-of-a-consent&state=ann%0Aann-mail", Token)).StatusCode.Should().Be(HttpStatusCode.BadRequest);

        (await ann.GetAsync(link, Token)).RequestMessage!.RequestUri!.AbsolutePath.Should().Be("/integration-health/connections/ann-mail");
        await StatusAsync(ann, "ann-mail", "healthy");
    }

    [Fact]
    public async Task Page_LinkFollowedBySomebodySignedOut_AsksToSignIn_AndARefusedConsentLeadsBack()
    {
        await using var vendor = await FakeVendor.StartAsync(Token);
        await using var host = new PageProcess();
        var address = await StartAsync(host, vendor);
        const string Link = "/connect/gmail?id=ann-mail";

        using var stranger = new HttpClient { BaseAddress = address };
        (await stranger.GetStringAsync(Link, Token)).Should().Be("Sign in, then on to " + Link);

        using var ann = await SignInAsync(address, "ann", follow: false);
        var consent = (await ann.GetAsync(Link, Token)).Headers.Location!;
        var state = Uri.UnescapeDataString(consent.Query.Split("state=")[1]);
        var back = await ann.GetAsync($"/connect/gmail/callback?error=access_denied&state={Uri.EscapeDataString(state)}", Token);
        (back.StatusCode, back.Headers.Location?.ToString()).Should().Be((HttpStatusCode.Redirect, "/integration-health/connections/ann-mail"));
        (await ann.GetAsync("/connect/gmail/callback?error=access_denied&state=made-up", Token)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        await StatusAsync(ann, "ann-mail", "unhealthy");
    }

    private static Task<Uri> StartAsync(PageProcess host, FakeVendor vendor)
    {
        var here = $"http://127.0.0.1:{FreePort.Next()}";
        return host.StartAsync("docs/your-integrations.md",
        [
            "--urls", here, "--PublicUrl", here,
            $"--Vendors:gmail={vendor.Address}", $"--Vendors:slack={vendor.Address}", "--IntegrationHealth:Outbound:AllowedNetworks:0=127.0.0.0/8",
            "--IntegrationHealth:Checks:ConfirmationDelay=00:00:01",
        ], Token);
    }

    private static async Task<HttpClient> SignInAsync(Uri address, string user, bool follow = true)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = follow }) { BaseAddress = address };
        (await client.PostAsync($"/sign-in?user={user}", null, Token)).EnsureSuccessStatusCode();
        return client;
    }

    private static Task<JsonElement> StatusAsync(HttpClient client, string id, string status) => WaitFor.ValueAsync(
        () => client.GetFromJsonAsync<JsonElement>($"/api/integrations/{id}/health", Token), health => health.GetProperty("status").GetString() == status,
        Patience, $"{id} to be {status}", Token);
}
