using System.Globalization;
using System.Net;
using System.Text.Json;
using IntegrationHealth.Guarding;
using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Tests.Guarding;

public sealed class CallLimitTests
{
    [Fact]
    public async Task Calls_MoreThanAllowed_Are429ForThatCallerAlone()
    {
        await using var host = await TestHost.StartAsync(endpoints: options =>
        {
            TestHost.Policies(options);
            options.CallsPerMinute = 3;
        });
        var alice = host.As("alice");
        for (var i = 0; i < 3; i++)
            (await alice.GetAsync("/api/integrations/health", TestContext.Current.CancellationToken)).StatusCode.Should().Be(System.Net.HttpStatusCode.OK);

        using var refused = await alice.GetAsync("/api/integrations/health", TestContext.Current.CancellationToken);
        using var other = await host.As("bob").GetAsync("/api/integrations/health", TestContext.Current.CancellationToken);
        using var anonymous = await host.As(null).GetAsync("/api/integrations/health", TestContext.Current.CancellationToken);

        refused.StatusCode.Should().Be(System.Net.HttpStatusCode.TooManyRequests);
        int.Parse(refused.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture).Should().BeInRange(1, 60);
        refused.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        other.StatusCode.Should().Be(System.Net.HttpStatusCode.OK);
        anonymous.StatusCode.Should().Be(System.Net.HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ManualChecks_MoreThanAnOwnerMay_Are429OverAllIntegrations()
    {
        await using var host = await TestHost.StartAsync(services: TestHost.RealFlow, endpoints: options =>
        {
            TestHost.Policies(options);
            options.ManualChecksPerOwner = 1;
        });
        await host.AddAsync(Some.Integration("mail"), Some.Integration("calendar"));
        var alice = host.As("alice");

        using var first = await alice.PostAsync("/api/integrations/mail/health/check", null, TestContext.Current.CancellationToken);
        using var second = await alice.PostAsync("/api/integrations/calendar/health/check", null, TestContext.Current.CancellationToken);

        first.StatusCode.Should().Be(System.Net.HttpStatusCode.OK);
        second.StatusCode.Should().Be(System.Net.HttpStatusCode.TooManyRequests);
        int.Parse(second.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture).Should().BeInRange(1, 60);
        JsonDocument.Parse(await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement
            .GetProperty("detail").GetString().Should().Contain("More than 1 checks");
    }

    [Fact]
    public async Task ManualChecks_RefusedForTheIntegration_DoNotSpendTheOwnersAllowance()
    {
        await using var host = await TestHost.StartAsync(services: TestHost.RealFlow, endpoints: options =>
        {
            TestHost.Policies(options);
            options.ManualChecksPerOwner = 2;
        });
        await host.AddAsync(Some.Integration("mail"), Some.Integration("calendar"));
        var alice = host.As("alice");

        (await CheckAsync("mail")).Should().Be(200);
        for (var i = 0; i < 5; i++)
            (await CheckAsync("mail")).Should().Be(429);
        (await CheckAsync("calendar")).Should().Be(200);

        async Task<int> CheckAsync(string id)
        {
            using var answer = await alice.PostAsync($"/api/integrations/{id}/health/check", null, TestContext.Current.CancellationToken);
            return (int)answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("::ffff:203.0.113.7", "::ffff:203.0.113.8", false)]
    public void KeyOf_Addresses_AreOneCallerWithinANetworkThatOneSiteHas(string one, string other, bool same)
    {
        (KeyOf(one) == KeyOf(other)).Should().Be(same);

        static string KeyOf(string address) =>
            CallLimiter.KeyOf(new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } });
    }
}
