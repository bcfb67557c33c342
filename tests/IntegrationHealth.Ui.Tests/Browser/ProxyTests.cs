using IntegrationHealth.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHealth.Ui.Browser;

/// <summary>Behind a real nginx that serves the host under a path and tells it nothing of that.</summary>
public sealed class ProxyTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Interface_UnderAPathThatTheProxyTakesAway_Works()
    {
        await using var nginx = await NginxServer.StartNewAsync($$"""
            location /ops/ {
              proxy_pass {{site.Sample.Address}};
              proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;
            }
            """, TestContext.Current.CancellationToken);
        var address = new Uri(nginx.Address, "ops/");
        await using var admin = await site.VisitAsync("demo-admin", address: address);

        await admin.Page.GotoAsync("integration-health/admin/integrations");
        await Expect(admin.Page.Locator(".live[data-state=live]")).ToBeVisibleAsync();
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "System" }).ClickAsync();
        await Expect(admin.Page).ToHaveURLAsync(new Uri(address, "integration-health/admin/system").ToString());
        await admin.Page.ReloadAsync();

        await admin.HeadingAsync("System");
        await Expect(admin.Page.GetByText("Queue lag")).ToBeVisibleAsync();
        admin.Complaints.Should().BeEmpty();
    }
}
