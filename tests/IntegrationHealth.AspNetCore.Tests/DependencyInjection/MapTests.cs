using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Tests.DependencyInjection;

public sealed class MapTests
{
    [Fact]
    public void Map_NothingChosen_ThrowsSayingHow()
    {
        using var app = TestHost.Build().Build();

        var map = () => app.MapIntegrationHealth();

        map.Should().Throw<InvalidOperationException>().Which.Message
            .Should().Contain("options.OwnerPolicy = ").And.Contain("options.AdminPolicy = ").And.Contain("options.AllowAnonymous()");
    }

    [Fact]
    public void Map_OnlyAdminPolicy_Throws()
    {
        using var app = TestHost.Build().Build();

        var map = () => app.MapIntegrationHealth(options => options.AdminPolicy = "admins");

        map.Should().Throw<InvalidOperationException>().WithMessage("*OwnerPolicy*");
    }

    [Fact]
    public void Map_Contradictions_AreAllNamed()
    {
        using var app = TestHost.Build().Build();

        var map = () => app.MapIntegrationHealth(options =>
        {
            options.OwnerPolicy = " ";
            options.AdminPolicy = "";
            options.ManualCheckInterval = TimeSpan.FromDays(2);
            options.AllowAnonymous();
        });

        map.Should().Throw<InvalidOperationException>().Which.Message.Should().Contain("contradict").And.Contain("OwnerPolicy is blank")
            .And.Contain("AdminPolicy is blank").And.Contain("IntegrationHealth:Endpoints:ManualCheckInterval: '2.00:00:00' is not allowed");
    }

    [Theory]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("portal.example.com")]
    [InlineData("https://portal.example.com/path")]
    [InlineData("https://*.example.com")]
    public void Map_OriginThatIsNone_ThrowsNamingIt(string origin)
    {
        using var app = TestHost.Build(configuration: ("IntegrationHealth:Endpoints:HubAllowedOrigins:0", origin)).Build();

        var map = () => app.MapIntegrationHealth(TestHost.Policies);

        map.Should().Throw<InvalidOperationException>().WithMessage($"*HubAllowedOrigins holds '{origin}'*https://portal.example.com*");
    }

    [Fact]
    public void Map_WithoutServices_ThrowsNamingTheMissingCall()
    {
        using var app = WebApplication.CreateSlimBuilder().Build();

        var map = () => app.MapIntegrationHealth(options => options.AllowAnonymous());

        map.Should().Throw<InvalidOperationException>().WithMessage("*AddIntegrationHealth()*");
    }

    [Fact]
    public async Task Map_SwitchedOff_MapsNothingAndAsksForNothing()
    {
        await using var host = await TestHost.StartAsync(
            TestHost.Build(configuration: ("IntegrationHealth:Enabled", "false")), app => app.MapIntegrationHealth());

        using var response = await host.As("alice").GetAsync("/api/integrations/health", TestContext.Current.CancellationToken);

        ((int)response.StatusCode).Should().Be(404);
    }

    [Fact]
    public async Task Map_OptionsOfTheBuilder_AreTakenAndTheCallHasTheLastWord()
    {
        await using var host = await TestHost.StartAsync(
            TestHost.Build(health => health.ConfigureEndpoints(TestHost.Policies)), app => app.MapIntegrationHealth(options => options.OwnerPolicy = "admins"));

        using var owner = await host.As("alice").GetAsync("/api/integrations/health", TestContext.Current.CancellationToken);
        using var admin = await host.As("admin").GetAsync("/api/admin/integrations/health", TestContext.Current.CancellationToken);

        ((int)owner.StatusCode).Should().Be(403);
        ((int)admin.StatusCode).Should().Be(200);
    }

    [Fact]
    public async Task Map_OptionsOfConfiguration_AreTakenUnlessCodeSaysOtherwise()
    {
        await using var host = await TestHost.StartAsync(
            TestHost.Build(configuration: [("IntegrationHealth:Endpoints:OwnerPolicy", "signed-in"), ("IntegrationHealth:Endpoints:AdminPolicy", "signed-in")]),
            app => app.MapIntegrationHealth(options => options.AdminPolicy = "admins"));

        using var owner = await host.As("alice").GetAsync("/api/integrations/health", TestContext.Current.CancellationToken);
        using var notAdmin = await host.As("alice").GetAsync("/api/admin/integrations/health", TestContext.Current.CancellationToken);

        ((int)owner.StatusCode).Should().Be(200);
        ((int)notAdmin.StatusCode).Should().Be(403);
    }

    [Theory]
    [InlineData("Anonymous", "true", "nobody reads this key")]
    [InlineData("AllowAnonymous", "true", "nobody reads this key")]
    [InlineData("Bogus", "1", "allowed are OwnerPolicy, AdminPolicy, PublicUrl, ManualCheckInterval")]
    [InlineData("ManualCheckInterval", "soon", "'soon' is not allowed; it must be a time span hh:mm:ss from 00:00:00 to 1.00:00:00")]
    [InlineData("ManualCheckInterval", "2.00:00:00", "'2.00:00:00' is not allowed")]
    [InlineData("CallsPerMinute", "-1", "'-1' is not allowed; it must be a whole number from 0 to 1000000")]
    [InlineData("OwnerPolicy:0", "x", "keys are not allowed under it")]
    public void Map_WrongConfiguration_NamesItsKeyValueAndWhatIsAllowed(string key, string value, string message)
    {
        using var app = TestHost.Build(configuration: ($"IntegrationHealth:Endpoints:{key}", value)).Build();

        var map = () => app.MapIntegrationHealth();

        map.Should().Throw<OptionsValidationException>().Which.Failures.Should().ContainSingle()
            .Which.Should().StartWith($"IntegrationHealth:Endpoints:{key.Split(':')[0]}: ").And.Contain(message);
    }

    [Fact]
    public async Task Map_InAGroupWithConventions_FollowsThem()
    {
        await using var host = await TestHost.StartAsync(TestHost.Build(), app =>
            app.MapGroup("/monitoring").MapIntegrationHealth(TestHost.Policies).RequireHost("elsewhere.example"));

        using var wrongHost = await host.As("alice").GetAsync("/monitoring/api/integrations/health", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/monitoring/api/integrations/health");
        request.Headers.Host = "elsewhere.example";
        using var rightHost = await host.As("alice").SendAsync(request, TestContext.Current.CancellationToken);

        ((int)wrongHost.StatusCode).Should().Be(404);
        ((int)rightHost.StatusCode).Should().Be(200);
    }
}
