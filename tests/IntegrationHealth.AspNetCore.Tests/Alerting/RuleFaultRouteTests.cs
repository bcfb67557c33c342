using System.Net;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Alerting;

public sealed class RuleFaultRouteTests
{
    private const string Faults = "/api/admin/alert-rule-faults";

    [Fact]
    public async Task Rule_ThatCannotBeRead_IsListedWithTheReason_UntilItIsRepaired()
    {
        await using var host = await AlertingHost.StartAsync();
        (await host.GetAsync("admin", Faults)).GetProperty("items").GetArrayLength().Should().Be(0);
        await StoreAsync(host, """{"id":"broken","name":"From tomorrow","conditions":[{"type":"phaseOfTheMoon"}]}""", 0);

        var fault = (await host.GetAsync("admin", Faults)).GetProperty("items").EnumerateArray().Should().ContainSingle().Subject;

        (fault.GetProperty("ruleId").GetString(), fault.GetProperty("kind").GetString()).Should().Be(("broken", "unreadable"));
        fault.GetProperty("reason").GetString().Should().Contain("phaseOfTheMoon");
        await StoreAsync(host, """{"id":"broken","name":"Repaired","conditions":[{"type":"providerOutage"}]}""", 1);
        (await host.GetAsync("admin", Faults)).GetProperty("items").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Rule_ThatCannotBeJudged_IsListedWithTheReason()
    {
        await using var host = await AlertingHost.StartAsync();
        await host.AddAsync(Some.Integration("one"));
        await StoreAsync(host, """{"id":"broken","name":"Broken","conditions":[{"type":"failureKind","kinds":null}]}""", 0);
        for (var failure = 0; failure < 5; failure++)
        {
            host.Time.Advance(TimeSpan.FromMinutes(1));
            await host.FailAsync("one");
        }

        var fault = (await host.GetAsync("admin", Faults)).GetProperty("items").EnumerateArray().Should().ContainSingle().Subject;

        (fault.GetProperty("ruleId").GetString(), fault.GetProperty("ruleName").GetString(), fault.GetProperty("kind").GetString(), fault.GetProperty("subjects").GetInt32())
            .Should().Be(("broken", "Broken", "evaluation", 1));
        fault.GetProperty("reason").GetString().Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task Acknowledgement_OfARuleWithTimeout_SaysWhenItRunsOut()
    {
        await using var host = await AlertingHost.StartAsync();
        await host.AddAsync(Some.Integration("one"));
        (await host.SendAsync(HttpMethod.Post, "/api/admin/alert-rules", new
        {
            id = "rule",
            name = "One failure",
            conditions = new[] { new { type = "consecutiveFailures", threshold = 1 } },
            acknowledgeTimeoutMs = 1_800_000,
        })).Body.GetProperty("acknowledgeTimeoutMs").GetInt64().Should().Be(1_800_000);
        (await host.SendAsync(HttpMethod.Post, "/api/admin/alert-rules", new { name = "x", conditions = new[] { new { type = "providerOutage" } }, acknowledgeTimeoutMs = 1_000 }))
            .Status.Should().Be(HttpStatusCode.BadRequest);
        await host.FailAsync("one");
        var alert = (await host.GetAsync("admin", "/api/admin/alerts?ruleId=rule")).GetProperty("items")[0].GetProperty("id").GetString();

        var (_, answer, _) = await host.SendAsync(HttpMethod.Post, $"/api/admin/alerts/{alert}/acknowledge");

        var acknowledged = answer.GetProperty("acknowledged");
        (acknowledged.GetProperty("expiresAt").GetDateTimeOffset() - acknowledged.GetProperty("at").GetDateTimeOffset()).Should().Be(TimeSpan.FromMinutes(30));
    }

    private static async Task StoreAsync(TestHost host, string json, long version)
    {
        var store = host.Services.GetRequiredService<IAlertConfigurationStore>();
        (await store.PutAsync(new ConfigurationDocument(ConfigurationKind.Rule, "broken", json, null, version), TestContext.Current.CancellationToken)).Should().BeTrue();
        await host.Services.GetRequiredService<AlertConfiguration>().RefreshAsync(TestContext.Current.CancellationToken);
    }
}
