using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Reading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Tests.Alerting;

public sealed class AlertConfigurationTests
{
    [Fact]
    public async Task DefaultRules_AreMadeOnce_EditableAndRemovableForGood()
    {
        await using var bench = await AlertingBench.StartAsync(defaultRules: true);
        bench.Configuration.Current.AllRules.Keys.Should().BeEquivalentTo(DefaultRules.All.Select(rule => rule.Id));
        DefaultRules.All.SelectMany(AlertingLimits.Check).Should().BeEmpty();

        await bench.SaveAsync(DefaultRules.All[1] with { Name = "Mine" });
        await bench.Configuration.DeleteAsync(ConfigurationKind.Rule, DefaultRules.All[0].Id, default);
        await bench.RestartAsync();

        bench.Configuration.Current.AllRules.Should().NotContainKey(DefaultRules.All[0].Id);
        bench.Configuration.Current.AllRules[DefaultRules.All[1].Id].Value.Name.Should().Be("Mine");
    }

    /// <summary>Each edit has all groups that fire looked at again; a channel that fails writes as often as every hour.</summary>
    [Fact]
    public async Task WhatIsRememberedOfAChannel_IsNoEdit()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        var (configured, group) = (bench.Configuration.Current, (await bench.Store.ListGroupsAsync(["rule"], default)).Single());

        await bench.Services.GetRequiredService<IAlertConfigurationStore>().PutAsync(new ChannelHealth(bench.Now).ToDocument("ops", 0), default);
        await bench.Configuration.RefreshAsync(default);
        await bench.TickAsync();

        bench.Configuration.ChannelHealth.Should().ContainKey("ops");
        bench.Configuration.Current.Should().BeSameAs(configured);
        (await bench.Store.ListGroupsAsync(["rule"], default)).Single().Version.Should().Be(group.Version);
    }

    [Fact]
    public async Task Rules_ComeFromCodeAndConfigurationToo()
    {
        await using var bench = await AlertingBench.StartAsync(
            configure: health => health.AddAlertRule(AlertingBench.Rule("code")),
            settings: new()
            {
                ["IntegrationHealth:AlertRules:0:Id"] = "configured",
                ["IntegrationHealth:AlertRules:0:Name"] = "Configured",
                ["IntegrationHealth:AlertRules:0:Severity"] = "critical",
                ["IntegrationHealth:AlertRules:0:PendingMs"] = "60000",
                ["IntegrationHealth:AlertRules:0:Scope:Providers:0"] = "scripted",
                ["IntegrationHealth:AlertRules:0:Conditions:0:Type"] = "failureKind",
                ["IntegrationHealth:AlertRules:0:Conditions:0:Kinds:0"] = "authenticationRevoked",
                ["IntegrationHealth:AlertRules:0:NotifyOwner"] = "true",
                ["IntegrationHealth:NotificationChannels:0:Id"] = "fixed",
                ["IntegrationHealth:NotificationChannels:0:Name"] = "Fixed",
                ["IntegrationHealth:NotificationChannels:0:Type"] = "recording",
                ["IntegrationHealth:NotificationChannels:0:Secret"] = "whsec_x",
            });

        bench.Configuration.Current.AllRules["code"].Value.Origin.Should().Be(ConfigurationOrigin.Code);
        var rule = bench.Configuration.Current.AllRules["configured"].Value;
        (rule.Origin, rule.Severity, rule.Pending, rule.NotifyOwner).Should()
            .Be((ConfigurationOrigin.Configuration, AlertSeverity.Critical, TimeSpan.FromMinutes(1), true));
        rule.Conditions.Should().ContainSingle().Which.Should().BeOfType<FailureKindCondition>().Which.Kinds.Should().Equal(FailureKind.AuthenticationRevoked);
        bench.Configuration.FindChannel("fixed")!.Secret.Should().Be("whsec_x");
    }

    [Fact]
    public async Task FixedRules_WithMistakes_StopTheStart_AndEveryMistakeIsNamed()
    {
        var start = () => AlertingBench.StartAsync(settings: new()
        {
            ["IntegrationHealth:AlertRules:0:Id"] = "one",
            ["IntegrationHealth:AlertRules:0:Name"] = "One",
            ["IntegrationHealth:AlertRules:0:Conditions:0:Type"] = "consecutiveFailures",
            ["IntegrationHealth:AlertRules:0:Conditions:0:Threshold"] = "0",
            ["IntegrationHealth:AlertRules:1:Id"] = "two",
            ["IntegrationHealth:AlertRules:1:Nam"] = "Two",
            ["IntegrationHealth:NotificationChannels:0:Id"] = "pigeon",
            ["IntegrationHealth:NotificationChannels:0:Name"] = "Pigeon",
            ["IntegrationHealth:NotificationChannels:0:Type"] = "pigeon",
        });

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().HaveCount(3)
            .And.Contain(fault => fault.Contains("conditions[0].threshold", StringComparison.Ordinal))
            .And.Contain(fault => fault.Contains("AlertRules:1", StringComparison.Ordinal))
            .And.Contain(fault => fault.Contains("'pigeon' is not known here; known are: pagerDuty, recording, slack, teams, webhook", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SecondHost_SeesAnEdit_AndConcurrentEditsDoNotOverwrite()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        var version = bench.Configuration.Current.AllRules["rule"].Version;
        var saved = await bench.Configuration.SaveAsync(ConfigurationKind.Rule, "rule", AlertingBench.Rule() with { Name = "first" },
            StoredAlertingJson.Default.AlertRule, version, null, default);
        var late = await bench.Configuration.SaveAsync(ConfigurationKind.Rule, "rule", AlertingBench.Rule() with { Name = "second" },
            StoredAlertingJson.Default.AlertRule, version, null, default);

        (saved, late, bench.Configuration.Current.AllRules["rule"].Value.Name).Should().Be((true, false, "first"));
    }

    [Fact]
    public void Secret_IsSealed_AndUnreadableToAnotherProcess()
    {
        using var one = new EphemeralSecretProtector();
        using var other = new EphemeralSecretProtector();
        var protectedSecret = one.Protect("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        protectedSecret.Should().NotContain("whsec");
        one.Unprotect(protectedSecret).Should().Be("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        other.Unprotect(protectedSecret).Should().BeNull();
        one.Unprotect("nonsense").Should().BeNull();
    }

    [Fact]
    public async Task ManualResolve_StaysQuietUntilTheConditionsWereClear()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        var result = await bench.Actions.ResolveAsync((await bench.AlertAsync()).Id, "alice", null, default);
        await bench.PassAsync(3, failing: true);
        (result.Alert!.ResolvedReason, (await bench.AlertsAsync()).Count).Should().Be((ResolvedReason.Manual, 1));

        await bench.PassAsync(2, failing: false);
        await bench.PassAsync(1, failing: true);
        (await bench.AlertsAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task Acknowledge_OfWhatIsNotThere_OrOver_IsRefused()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        (await bench.Actions.AcknowledgeAsync("nothing", "alice", null, default)).Status.Should().Be(AlertActionStatus.NotFound);
        await bench.FailAsync();
        await bench.PassAsync(2, failing: false);
        (await bench.Actions.AcknowledgeAsync((await bench.AlertAsync()).Id, "alice", null, default)).Status.Should().Be(AlertActionStatus.AlreadyResolved);
    }

    [Fact]
    public async Task Owner_IsToldOnTheirOwnChannel_WhereTheRuleSaysSoAndTheyOptedIn()
    {
        await using var bench = await AlertingBench.StartAsync(
            [AlertingBench.Rule() with { NotifyOwner = true, GroupBy = [GroupLabel.Integration] }], health => health.UseOwnerNotifications<AliceOnly>());
        await bench.AddAsync("two", owner: "bob");
        await bench.FailAsync("one");
        await bench.FailAsync("two");
        await bench.TickAsync();

        var told = await bench.TakeAsync();
        told.Select(notification => notification.ChannelId).Should().BeEquivalentTo("ops", "ops", "owner:alice");
        told.Single(notification => notification.ChannelId == "owner:alice").Message.OwnerId.Should().Be("alice");
    }

    [Fact]
    public async Task Owner_IsGivenTheReconnectLinkFirst_AndNoneOfTheOperators()
    {
        await using var bench = await AlertingBench.StartAsync(
            [AlertingBench.Rule("lost", new FailureKindCondition { Kinds = [FailureKind.AuthenticationRevoked] }) with { NotifyOwner = true }],
            health =>
            {
                health.UseOwnerNotifications<AliceOnly>();
                health.Services.Replace(ServiceDescriptor.Singleton<IAlertLinks, OperatorLinks>());
                health.Services.AddSingleton<IRecoveryLinks, ReconnectPage>();
            });
        await bench.PassAsync(4, failing: true);
        (await bench.AlertsAsync()).Should().BeEmpty();
        await bench.ResultAsync("one", CheckResult.Failed(CheckFailure.Of(FailureKind.AuthenticationRevoked, "It was revoked.", Confidence.High)));
        await bench.TickAsync();

        var told = (await bench.TakeAsync()).ToDictionary(notification => notification.ChannelId, notification => notification.Message);

        Links("owner:alice").Should().Equal("Reconnect: https://host.example/connect/one");
        Links("ops").Should().Equal("Reconnect: https://host.example/connect/one", "Acknowledge: https://host.example/acknowledge", "Resolve: https://host.example/resolve");

        IEnumerable<string> Links(string channelId) =>
            IntegrationHealth.Alerting.Channels.Content.MessageLinks.Of(told[channelId]).Select(link => $"{link.Text}: {link.Url}");
    }

    private sealed class OperatorLinks : IAlertLinks
    {
        public string? Acknowledge(Alert alert) => "https://host.example/acknowledge";

        public string? Resolve(Alert alert) => "https://host.example/resolve";
    }

    private sealed class ReconnectPage : IRecoveryLinks
    {
        public string? GetUrl(Integration integration, RecoveryAction action) =>
            action == RecoveryAction.Reconnect ? $"https://host.example/connect/{integration.Id}" : null;
    }

    /// <summary>Fault 9: the work of a host that slept comes after another host has gone on: it is refused, and judged anew.</summary>
    [Fact]
    public async Task Fault9_StaleHost_MakesNoSecondAlert()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        var alert = await bench.AlertAsync();
        var stale = new AlertCommit { Alerts = [new AlertChange("another", 0, alert with { Id = "another", Version = 1 }, [])] };
        (await bench.Store.CommitAsync(stale, default)).Should().BeFalse("the fingerprint has an open alert");
        (await bench.Store.CommitAsync(new AlertCommit { Alerts = [new AlertChange(alert.Id, 0, alert, [])] }, default)).Should().BeFalse();
        (await bench.AlertsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task TwoHosts_OneLeads_AndTheOtherTakesOverWhenItIsGone()
    {
        await using var bench = await AlertingBench.StartAsync();
        var now = bench.Now;
        var first = new AlertingLead("first", now.AddSeconds(15), now, 0, 0);
        (await bench.Store.GetLeadAsync(default))!.Holder.Should().NotBe("first");
        (await bench.Store.LeadAsync(first, now, default)).Holder.Should().NotBe("first");
        (await bench.Store.LeadAsync(first, now.AddSeconds(16), default)).Holder.Should().Be("first");
    }

    private sealed class AliceOnly : IOwnerNotificationChannels
    {
        public ValueTask<NotificationChannel?> GetChannelAsync(string ownerId, CancellationToken cancellationToken) => new(ownerId == "alice"
            ? new NotificationChannel { Id = "x", Name = "x", Type = "recording" }
            : null);
    }
}
