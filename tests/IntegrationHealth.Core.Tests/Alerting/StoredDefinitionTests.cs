using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Silencing;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>What storage holds and this host cannot use is set aside alone: the start, the others, and what people change go on.</summary>
public sealed class StoredDefinitionTests
{
    [Theory]
    [InlineData(ConfigurationKind.MaintenanceWindow, """{"id":"bad","name":"Bad","cron":"* * * * *","durationMs":3600000,"timeZone":"Mars/Olympus_Mons"}""", "Mars/Olympus_Mons")]
    [InlineData(ConfigurationKind.MaintenanceWindow, """{"id":"bad","name":"Bad","cron":"at night","durationMs":3600000}""", "cron")]
    [InlineData(ConfigurationKind.MaintenanceWindow, """{"id":"bad","name":"Bad","cron":"* * * * *","durationMs":3600000,"matchers":null}""", "matchers")]
    [InlineData(ConfigurationKind.Silence, """{"id":"bad","matchers":[{"label":"provider","op":"=~","value":"("}],"startsAt":"2025-01-01T00:00:00Z","endsAt":"2027-01-01T00:00:00Z"}""", "(")]
    [InlineData(ConfigurationKind.Silence, """{"id":"bad","matchers":null,"startsAt":"2025-01-01T00:00:00Z","endsAt":"2027-01-01T00:00:00Z"}""", "matchers")]
    [InlineData(ConfigurationKind.EscalationPolicy, """{"id":"bad","name":"Bad","steps":null}""", "steps")]
    [InlineData(ConfigurationKind.Rule, """{"id":"bad","name":"Bad","conditions":null}""", "conditions")]
    [InlineData(ConfigurationKind.Rule, """{"id":"bad","name":"Bad","conditions":[{"type":"providerOutage"}],"scope":{"providers":null}}""", "scope.providers")]
    [InlineData(ConfigurationKind.Channel, """{"id":"bad","name":"Bad","type":"recording","templates":null}""", "templates")]
    [InlineData(ConfigurationKind.Channel, "null", "null")]
    public async Task StoredAndOfNoUseHere_IsNamedAndKept_TheRestHolds_OverARestart(ConfigurationKind kind, string json, string named)
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await StoreAsync(bench, kind, json);
        await bench.PassAsync(TimeSpan.FromSeconds(10));
        await bench.RestartAsync(TimeSpan.FromSeconds(30));
        await bench.SaveAsync(AlertingBench.Rule() with { Name = "Edited since" });

        await bench.FailAsync();
        await bench.PassAsync(TimeSpan.FromSeconds(10));

        (await bench.TakeAsync()).Where(told => told.Message.Reason != NotificationReason.Operational).Should().ContainSingle().Which.Message.RuleName.Should().Be("Edited since");
        var unreadable = bench.Configuration.Unreadable.Should().ContainSingle().Subject;
        (unreadable.Kind, unreadable.Id).Should().Be((kind, "bad"));
        unreadable.Reason.Should().Contain(named);
    }

    [Fact]
    public async Task WindowOfAnUnknownZone_IsReplaced_AndHoldsBack()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await StoreAsync(bench, ConfigurationKind.MaintenanceWindow, """{"id":"bad","name":"Bad","cron":"* * * * *","durationMs":3600000,"timeZone":"Mars/Olympus_Mons"}""");
        var window = new MaintenanceWindow { Id = "bad", Name = "Good", Cron = "* * * * *", Duration = TimeSpan.FromHours(1) };

        (await bench.Configuration.SaveAsync(ConfigurationKind.MaintenanceWindow, "bad", window, StoredAlertingJson.Default.MaintenanceWindow,
            bench.Configuration.Unreadable.Single().Version, null, default)).Should().BeTrue();
        await bench.FailAsync();
        await bench.PassAsync(TimeSpan.FromSeconds(10));

        (await bench.TakeAsync()).Should().BeEmpty();
        bench.Configuration.Unreadable.Should().BeEmpty();
    }

    [Fact]
    public async Task WindowThatIsSwitchedOff_NeedsNoZone()
    {
        await using var bench = await AlertingBench.StartAsync();

        await StoreAsync(bench, ConfigurationKind.MaintenanceWindow, """{"id":"off","name":"Off","enabled":false,"cron":"* * * * *","durationMs":3600000,"timeZone":"Mars/Olympus_Mons"}""", "off");

        bench.Configuration.Current.Windows.Should().ContainKey("off");
    }

    [Fact]
    public async Task DigestOfAChannelIsNoCron_ItIsToldAtOnce()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.SaveAsync(new NotificationChannel { Id = "ops", Name = "ops", Type = "recording", Digest = "in the morning" });
        await bench.FailAsync();
        await bench.TickAsync();

        (await bench.TakeAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task ChannelThatCannotBeReadForAWhile_IsToldOfTheEndAfterwards()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        (await bench.TakeAsync()).Should().ContainSingle();

        await StoreAsync(bench, ConfigurationKind.Channel, """{"id":"ops","name":"ops","type":"recording","templates":null}""", "ops", 1);
        await bench.PassAsync(3, failing: true);
        await bench.PassAsync(10, failing: false);
        (await bench.TakeAsync()).Should().BeEmpty();
        await StoreAsync(bench, ConfigurationKind.Channel, """{"id":"ops","name":"ops","type":"recording"}""", "ops", 2);
        await bench.PassAsync(TimeSpan.FromMinutes(1));

        (await bench.TakeAsync()).Should().ContainSingle().Which.Message.Type.Should().Be(NotificationType.Resolved);
    }

    [Fact]
    public async Task ChannelThatWasRemoved_IsForgottenADayAfterTheEndOfWhatItKnew()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.Configuration.DeleteAsync(ConfigurationKind.Channel, "ops", default);
        await bench.PassAsync(3, failing: false);
        (await GroupAsync(bench)).NotifiedAlertIds.Should().ContainSingle();

        await bench.PassAsync(TimeSpan.FromHours(25));

        (await GroupAsync(bench)).Should().Match<IntegrationHealth.Alerting.Grouping.NotificationGroup>(group => group.NotifiedAlertIds.Count == 0 && group.DueAt == null);
    }

    /// <summary>The alert goes on firing, and is told elsewhere now.</summary>
    [Fact]
    public async Task ChannelThatWasRemoved_AndIsNamedByNoRuleAnyMore_IsForgottenADayAfterItWasToldLast()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.SaveAsync(new NotificationChannel { Id = "other", Name = "other", Type = "recording" });
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.SaveAsync(AlertingBench.Rule() with { ChannelIds = ["other"] });
        await bench.Configuration.DeleteAsync(ConfigurationKind.Channel, "ops", default);
        await bench.PassAsync(TimeSpan.FromHours(23));
        (await GroupAsync(bench)).NotifiedAlertIds.Should().ContainSingle("a host with other code may know it");

        await bench.PassAsync(TimeSpan.FromHours(2));

        (await bench.AlertAsync()).State.Should().Be(AlertState.Firing);
        (await GroupAsync(bench)).Should().Match<IntegrationHealth.Alerting.Grouping.NotificationGroup>(group => group.NotifiedAlertIds.Count == 0 && group.DueAt == null);
    }

    [Fact]
    public async Task EscalationPolicyThatCannotBeReadForAWhile_GoesOnAfterwards()
    {
        await using var bench = await AlertingBench.StartAsync();
        await bench.SaveAsync(new NotificationChannel { Id = "lead", Name = "lead", Type = "recording" });
        await StoreAsync(bench, ConfigurationKind.EscalationPolicy, Policy, "policy");
        await bench.SaveAsync(AlertingBench.Rule() with { EscalationPolicyId = "policy" });
        await bench.FailAsync();
        await bench.TickAsync();

        await StoreAsync(bench, ConfigurationKind.EscalationPolicy, """{"id":"policy","name":"Policy","steps":null}""", "policy", 1);
        await bench.PassAsync(TimeSpan.FromMinutes(10));
        (await bench.TakeAsync()).Should().NotContain(told => told.Message.Reason == NotificationReason.Escalation);
        await StoreAsync(bench, ConfigurationKind.EscalationPolicy, Policy, "policy", 2);
        await bench.PassAsync(TimeSpan.FromSeconds(10));

        (await bench.TakeAsync()).Should().ContainSingle().Which.Should().Match<Notification>(
            told => told.ChannelId == "lead" && told.Message.Reason == NotificationReason.Escalation);
    }

    private const string Policy = """{"id":"policy","name":"Policy","steps":[{"delayMs":300000,"channelIds":["lead"]}]}""";

    private static async Task<IntegrationHealth.Alerting.Grouping.NotificationGroup> GroupAsync(AlertingBench bench) =>
        (await bench.Store.ListGroupsAsync(["rule"], default)).Should().ContainSingle(group => group.ChannelId == "ops").Subject;

    private static async Task StoreAsync(AlertingBench bench, ConfigurationKind kind, string json, string id = "bad", long version = 0)
    {
        (await bench.Services.GetRequiredService<IAlertConfigurationStore>().PutAsync(new ConfigurationDocument(kind, id, json, null, version), default)).Should().BeTrue();
        await bench.Configuration.RefreshAsync(default);
    }
}
