using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Tests.Hosting;

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
}
