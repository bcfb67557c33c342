using System.Collections.Concurrent;
using IntegrationHealth.Checks;
using IntegrationHealth.Status.Outages;
using IntegrationHealth.Tests.Checks.Http;
using IntegrationHealth.Tests.Flow;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Checks.StatusFeeds;

/// <summary>A whole host, with a vendor that fails and a feed that says so, or does not.</summary>
public sealed class StatusFeedFlowTests
{
    private const string Down = """{"page":{"id":"p"},"status":{"indicator":"critical"}}""";
    private const string Fine = """{"page":{"id":"p"},"status":{"indicator":"none"}}""";

    private readonly ConcurrentQueue<string> _asked = new();

    [Fact]
    public async Task Outage_FeedOfTheVendor_IsAskedOnlyMeanwhileAndWithoutCredential()
    {
        await using var feed = await FeedAsync(_ => (200, Down));
        await using var host = await StartAsync(feed.Address, integrations: 8);
        var outages = host.Services.GetRequiredService<IOutageReader>();
        await host.PassAsync(TimeSpan.FromMinutes(10));
        _asked.Should().BeEmpty("nothing was suspected");

        host.Checker.Answer = (_, _) => new(CheckResult.Failed(FailureKind.Timeout, "No answer."));
        await host.UntilAsync(() => Once(outages)?.VendorStatus == VendorStatus.Down, "the feed confirms the outage");
        host.Checker.Answer = (_, _) => new(CheckResult.Success());
        await host.UntilAsync(() => Once(outages)?.EndedAt is not null, "the outage ends");

        Once(outages)!.VendorStatus.Should().Be(VendorStatus.Down, "it is what was said last");
        _asked.Should().OnlyContain(headers => !headers.Contains("Authorization"));
        await host.PassAsync(TimeSpan.FromMinutes(3));
        var asked = _asked.Count;
        await host.PassAsync(TimeSpan.FromMinutes(10));
        _asked.Count.Should().Be(asked, "the outage is over");
    }

    [Theory]
    [InlineData(200, "<html>All systems operational</html>")]
    [InlineData(503, Fine)]
    [InlineData(302, Fine)]
    [InlineData(200, """{"page":{"id":"p"},"status":{"indicator":"no""")]
    public async Task Outage_FeedThatFails_IsUnknownAndNothingElse(int status, string body)
    {
        await using var feed = await FeedAsync(context =>
        {
            context.Response.Headers.Location = "/elsewhere";
            return (status, body);
        });
        await using var host = await StartAsync(feed.Address, integrations: 8);
        var outages = host.Services.GetRequiredService<IOutageReader>();
        host.Checker.Answer = (_, _) => new(CheckResult.Failed(FailureKind.Timeout, "No answer."));

        await host.UntilAsync(() => !_asked.IsEmpty && Once(outages) is not null, "the feed was asked");
        await host.PassAsync(TimeSpan.FromSeconds(40));

        Once(outages)!.VendorStatus.Should().Be(VendorStatus.Unknown);
        _asked.Count.Should().Be(1, "no redirect is followed, and no feed asked twice in two minutes");
    }

    [Fact]
    public async Task Outage_FeedOutsideTheAllowedNetworks_IsBarredByTheGuard()
    {
        await using var feed = await FeedAsync(_ => (200, Down));
        await using var host = await StartAsync(feed.Address, integrations: 8, allowed: false);
        var outages = host.Services.GetRequiredService<IOutageReader>();
        host.Checker.Answer = (_, _) => new(CheckResult.Failed(FailureKind.Timeout, "No answer."));

        await host.UntilAsync(() => Once(outages) is not null, "the outage is found without the feed");
        await host.PassAsync(TimeSpan.FromMinutes(3));

        (Once(outages)!.VendorStatus, _asked.Count).Should().Be((VendorStatus.Unknown, 0));
    }

    [Theory]
    [InlineData(Down, true)]
    [InlineData(Fine, false)]
    public async Task Suspicion_FewIntegrations_AreAnOutageOnlyWhereTheVendorAdmitsIt(string body, bool isOutage)
    {
        await using var feed = await FeedAsync(_ => (200, body));
        await using var host = await StartAsync(feed.Address, integrations: 3);
        var outages = host.Services.GetRequiredService<IOutageReader>();
        await host.PassAsync(TimeSpan.FromMinutes(6));
        host.Checker.Answer = (_, _) => new(CheckResult.Failed(FailureKind.Timeout, "No answer."));

        await host.PassAsync(TimeSpan.FromMinutes(12));

        _asked.Should().NotBeEmpty();
        (Once(outages) is not null).Should().Be(isOutage);
    }

    private static ProviderOutage? Once(IOutageReader outages) => outages.List().SingleOrDefault();

    private Task<LocalServer> FeedAsync(Func<HttpContext, (int Status, string Body)> answer) => LocalServer.StartAsync(async context =>
    {
        _asked.Enqueue(string.Join(' ', context.Request.Headers.Keys));
        (context.Response.StatusCode, var body) = answer(context);
        await context.Response.WriteAsync(body);
    });

    private static Task<FlowHost> StartAsync(Uri feed, int integrations, bool allowed = true) => FlowHost.StartAsync(
        health =>
        {
            for (var number = 0; number < integrations; number++)
                health.AddIntegration(FlowHost.Scripted($"i{number}"));
            if (allowed)
                health.Configure(options => options.Outbound.AllowedNetworks.Add("127.0.0.0/8"));
        },
        new()
        {
            ["IntegrationHealth:Providers:scripted:StatusFeed:Url"] = feed.ToString(),
            ["IntegrationHealth:Providers:scripted:StatusFeed:Format"] = "statuspage",
        },
        sharesOneVendor: true);
}
