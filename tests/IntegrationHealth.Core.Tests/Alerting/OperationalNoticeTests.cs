using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>Whoever is told that the machinery is broken is told that it works again: an incident that hangs on it does not stay open.</summary>
public sealed class OperationalNoticeTests
{
    private const string Broken = """{"id":"broken","name":"Broken","conditions":[{"type":"failureKind","kinds":null}],"channelIds":["ops"]}""";

    private const string Unreadable = """{"id":"broken","name":"From tomorrow","conditions":[{"type":"phaseOfTheMoon"}]}""";

    [Fact]
    public async Task RuleThatCouldNotBeJudged_IsEdited_ItsEndIsToldOnce_OnTheSameIncident()
    {
        await using var bench = await AlertingBench.StartAsync();
        await StoreAsync(bench, Broken, 0);
        await bench.PassAsync(7, failing: true);
        var told = (await NoticesAsync(bench)).Should().ContainSingle().Subject;

        await StoreAsync(bench, Broken.Replace("null", "[\"timeout\"]", StringComparison.Ordinal), 1);
        await bench.PassAsync(10, failing: true);

        var over = (await NoticesAsync(bench)).Should().ContainSingle().Subject;
        (over.ChannelId, over.OrderKey, over.Message.Type, over.Message.GroupKey).Should().Be(("ops", told.OrderKey, NotificationType.Resolved, told.Message.GroupKey));
        over.Message.Alerts.Single().Alert.ResolvedAt.Should().NotBeNull();
        bench.Configuration.Notices.Should().BeEmpty();
    }

    [Fact]
    public async Task RuleThatIsEditedAndStillBroken_IsToldAnew()
    {
        await using var bench = await AlertingBench.StartAsync();
        await StoreAsync(bench, Broken, 0);
        await bench.PassAsync(7, failing: true);
        await StoreAsync(bench, Broken.Replace("Broken", "Broken still", StringComparison.Ordinal), 1);
        await bench.PassAsync(4, failing: true);

        (await NoticesAsync(bench)).Select(notice => notice.Message.Type)
            .Should().Equal(NotificationType.Firing, NotificationType.Resolved, NotificationType.Firing);
    }

    [Fact]
    public async Task RuleThatCouldNotBeRead_IsRemovedAfterARestart_ItsEndIsToldToAllThatWereTold()
    {
        await using var bench = await AlertingBench.StartAsync();
        await bench.SaveAsync(new NotificationChannel { Id = "other", Name = "Other", Type = "recording" });
        await StoreAsync(bench, Unreadable, 0);
        await bench.TickAsync();
        (await NoticesAsync(bench)).Should().HaveCount(2);
        await bench.RestartAsync(TimeSpan.FromSeconds(30));
        await bench.PassAsync(TimeSpan.FromMinutes(2));
        (await NoticesAsync(bench)).Should().BeEmpty("it lasts");

        await bench.Configuration.DeleteAsync(ConfigurationKind.Rule, "broken", default);
        await bench.PassAsync(TimeSpan.FromSeconds(30));

        (await NoticesAsync(bench)).Select(notice => (notice.ChannelId, notice.Message.Type))
            .Should().BeEquivalentTo([("ops", NotificationType.Resolved), ("other", NotificationType.Resolved)]);
    }

    [Fact]
    public async Task ChannelThatWasSwitchedOff_IsOnAgain_TheOthersLearnOfIt()
    {
        await using var bench = await AlertingBench.StartAsync();
        var other = new NotificationChannel { Id = "other", Name = "Other", Type = "recording" };
        await bench.SaveAsync(other);
        await bench.Services.GetRequiredService<ChannelSupervisor>().ReportAsync("other", other, DeliveryOutcome.Gone("410"));
        await bench.PassAsync(TimeSpan.FromMinutes(1));
        (await NoticesAsync(bench)).Should().ContainSingle().Which.Message.Type.Should().Be(NotificationType.Firing);

        await bench.RestartAsync(TimeSpan.FromSeconds(30));
        await bench.SaveAsync(other);
        await bench.PassAsync(TimeSpan.FromMinutes(1));

        (await NoticesAsync(bench)).Select(notice => (notice.ChannelId, notice.Message.Type)).Should().Equal(("ops", NotificationType.Resolved));
    }

    [Fact]
    public async Task ChannelThatIsSwitchedOffTwiceWithinAnHour_IsToldTwice()
    {
        await using var bench = await AlertingBench.StartAsync();
        var other = new NotificationChannel { Id = "other", Name = "Other", Type = "recording" };
        for (var time = 0; time < 2; time++)
        {
            await bench.SaveAsync(other);
            await bench.PassAsync(TimeSpan.FromMinutes(1));
            await bench.Services.GetRequiredService<ChannelSupervisor>().ReportAsync("other", other, DeliveryOutcome.Gone("410"));
            await bench.PassAsync(TimeSpan.FromMinutes(1));
        }

        var told = await NoticesAsync(bench);
        told.Select(notice => notice.Message.Type).Should().Equal(NotificationType.Firing, NotificationType.Resolved, NotificationType.Firing);
        told.Select(notice => notice.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task NotificationWasGivenUp_TheChannelDeliversAgain_TheOthersLearnOfIt()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.SaveAsync(new NotificationChannel { Id = "other", Name = "Other", Type = "recording" });
        await bench.FailAsync();
        await bench.TickAsync();
        var givenUp = (await bench.TakeAsync()).Should().ContainSingle().Subject;
        var (supervisor, ops) = (bench.Services.GetRequiredService<ChannelSupervisor>(), bench.Configuration.FindChannel("ops")!);
        await supervisor.ReportAsync("ops", ops, DeliveryOutcome.Rejected("HTTP 400"));
        await bench.Services.GetRequiredService<GivenUpNotices>().TellAsync(givenUp, "HTTP 400");

        await bench.PassAsync(TimeSpan.FromHours(2));
        (await NoticesAsync(bench)).Select(notice => (notice.ChannelId, notice.Message.Type)).Should().Equal(("other", NotificationType.Firing));
        await supervisor.ReportAsync("ops", ops, DeliveryOutcome.Delivered("HTTP 200"));
        await bench.PassAsync(TimeSpan.FromMinutes(1));

        (await NoticesAsync(bench)).Select(notice => (notice.ChannelId, notice.Message.Type)).Should().Equal(("other", NotificationType.Resolved));
        bench.Configuration.Notices.Should().BeEmpty();
    }

    private static async Task<IReadOnlyList<Notification>> NoticesAsync(AlertingBench bench) =>
        [.. (await bench.TakeAsync()).Where(notification => notification.Message.Reason == NotificationReason.Operational)];

    private static async Task StoreAsync(AlertingBench bench, string json, long version)
    {
        var store = bench.Services.GetRequiredService<IAlertConfigurationStore>();
        (await store.PutAsync(new ConfigurationDocument(ConfigurationKind.Rule, "broken", json, null, version), default)).Should().BeTrue();
        await bench.Configuration.RefreshAsync(default);
    }
}
