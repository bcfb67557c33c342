using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using IntegrationHealth.Endpoints.Badges;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class BadgeTests
{
    [Fact]
    public async Task Badge_Owner_IsAPictureThatNothingCanRunIn()
    {
        await using var host = await StartAsync();

        using var response = await host.As("alice").GetAsync("/api/integrations/mail/health/badge.svg", TestContext.Current.CancellationToken);

        response.Content.Headers.ContentType!.MediaType.Should().Be("image/svg+xml");
        response.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("default-src 'none'").And.Contain("sandbox");
        var svg = XDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        svg.Root!.Attribute("aria-label")!.Value.Should().Be("<script>alert(1)</script>: healthy");
        svg.Descendants().Select(element => element.Name.LocalName).Should().NotContain("script");
    }

    [Fact]
    public async Task SignedLink_Anybody_SeesThatBadgeUntilItIsOver()
    {
        await using var host = await StartAsync();
        using var made = await host.As("alice").PostAsync(
            "/api/integrations/mail/health/badge-links?expiresInMs=3600000", null, TestContext.Current.CancellationToken);
        made.StatusCode.Should().Be(HttpStatusCode.Created);
        var link = JsonDocument.Parse(await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        link.GetProperty("expiresAt").GetDateTimeOffset().Should().Be(host.Time.GetUtcNow().AddHours(1));
        var url = new Uri(link.GetProperty("url").GetString()!);

        (await StatusAsync(host, url.PathAndQuery)).Should().Be(200);
        (await StatusAsync(host, url.PathAndQuery.Replace("/mail/", "/other/", StringComparison.Ordinal))).Should().Be(401);
        (await StatusAsync(host, url.PathAndQuery[..^4] + "AAAA")).Should().Be(401);
        (await StatusAsync(host, url.PathAndQuery.Replace("badge.svg", "history", StringComparison.Ordinal))).Should().Be(401);
        (await StatusAsync(host, "/api/integrations/mail/health" + url.Query)).Should().Be(401);
        host.Time.Advance(TimeSpan.FromHours(1));
        (await StatusAsync(host, url.PathAndQuery)).Should().Be(401);
    }

    [Fact]
    public async Task SignedLink_AnotherOwner_CannotBeMade()
    {
        await using var host = await StartAsync();

        using var refused = await host.As("bob").PostAsync("/api/integrations/mail/health/badge-links", null, TestContext.Current.CancellationToken);

        refused.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("soon")]
    [InlineData("99999999999999")]
    public async Task SignedLink_SenselessLife_Is400(string life)
    {
        await using var host = await StartAsync();

        using var refused = await host.As("alice").PostAsync(
            $"/api/integrations/mail/health/badge-links?expiresInMs={life}", null, TestContext.Current.CancellationToken);

        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(IntegrationStatus.Unhealthy, false, "unhealthy")]
    [InlineData(IntegrationStatus.Healthy, true, "stale (healthy)")]
    public void Draw_Status_IsWrittenOut(IntegrationStatus status, bool stale, string expected) =>
        BadgeSvg.Draw("A", status, stale).Should().Contain($">{expected}</text>");

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync(services: services => services.AddDataProtection());
        await host.AddAsync(Some.Integration("mail", name: "<script>alert(1)</script>"), Some.Integration("other"));
        await host.WriteAsync("mail", before => before with { Status = IntegrationStatus.Healthy });
        return host;
    }

    private static async Task<int> StatusAsync(TestHost host, string path)
    {
        using var response = await host.As(null).GetAsync(path, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
