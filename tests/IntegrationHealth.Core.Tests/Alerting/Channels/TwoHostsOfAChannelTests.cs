using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Alerting.Channels;

/// <summary>Two hosts deliver on one channel: whether it is dead is a matter of both.</summary>
public sealed class TwoHostsOfAChannelTests : IAsyncDisposable
{
    private static readonly DeliveryOutcome Works = DeliveryOutcome.Delivered("HTTP 200");
    private static readonly DeliveryOutcome Fails = DeliveryOutcome.Retry("HTTP 503");

    private readonly FakeTimeProvider _time = new(Messages.Noon);
    private readonly InMemoryState _state = new();
    private readonly CountedDocuments _documents = new();
    private readonly List<ServiceProvider> _hosts = [];

    [Theory]
    [InlineData(ConfigurationOrigin.Runtime)]
    [InlineData(ConfigurationOrigin.Code)]
    public async Task OneFailedOnce_TheOtherDelivers_DaysLaterASingleFailureSwitchesNothingOff(ConfigurationOrigin origin)
    {
        var (one, other) = (await StartAsync(origin), await StartAsync(origin));
        await ReportAsync(one, Fails);
        await ReadAsync(other);
        _time.Advance(TimeSpan.FromMinutes(1));
        await ReportAsync(other, Works);

        _time.Advance(TimeSpan.FromDays(5));
        await ReportAsync(one, Fails);

        (await IsOffAsync(one), await IsOffAsync(other)).Should().Be((false, false));
        (await NoticesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task OtherDelivered_BeforeItReadOfTheFailure_TheStretchEndsWhenItReads()
    {
        var other = await WithAFailureBetweenTwoDeliveriesOfAnotherAsync();

        await ReadAsync(other);

        (await StretchAsync()).Should().BeNull();
    }

    [Fact]
    public async Task OtherDeliveredAndNobodyRead_AFailureAfterQuietDays_SwitchesNothingOff()
    {
        await WithAFailureBetweenTwoDeliveriesOfAnotherAsync();
        _time.Advance(TimeSpan.FromDays(4));
        var restarted = await StartAsync();
        await ReportAsync(restarted, Fails);

        (await IsOffAsync(restarted)).Should().BeFalse("nothing was tried for days");
        (await NoticesAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(ConfigurationOrigin.Runtime)]
    [InlineData(ConfigurationOrigin.Code)]
    public async Task BothFail_ForThreeDays_ItIsSwitchedOffForBoth_AndToldOnce(ConfigurationOrigin origin)
    {
        var (one, other) = (await StartAsync(origin), await StartAsync(origin));
        for (var half = 0; half <= 6; half++)
        {
            (await IsOffAsync(one)).Should().BeFalse($"{half} half days have passed");
            await ReportAsync(half % 2 == 0 ? one : other, Fails);
            _time.Advance(TimeSpan.FromHours(12));
        }

        await ReportAsync(other, Fails);
        await ReadAsync(one);
        await ReadAsync(other);
        await ReportAsync(other, Fails);

        (await IsOffAsync(one), await IsOffAsync(other)).Should().Be((true, true));
        (await NoticesAsync()).Should().ContainSingle().Which.ChannelId.Should().Be("other");
    }

    /// <summary>What every notification is refused for is no fault of each.</summary>
    [Fact]
    public async Task EveryOneIsRefused_ForThreeDays_ItIsSwitchedOff()
    {
        var host = await StartAsync();
        for (var day = 0; day < 4; day++)
        {
            await ReportAsync(host, DeliveryOutcome.Rejected("HTTP 400: invalid_blocks"));
            _time.Advance(TimeSpan.FromDays(1));
        }

        (await IsOffAsync(host)).Should().BeTrue();
    }

    [Fact]
    public async Task RefusedNowAndThen_AmongOthersThatAreDelivered_SwitchesNothingOff()
    {
        var host = await StartAsync();
        for (var day = 0; day < 8; day++)
        {
            await ReportAsync(host, day % 2 == 0 ? DeliveryOutcome.Rejected("HTTP 400: invalid_blocks") : Works);
            _time.Advance(TimeSpan.FromDays(1));
        }

        (await IsOffAsync(host)).Should().BeFalse();
    }

    [Fact]
    public async Task RefusedWithinAnHourOfADelivery_BeginsNoStretch_AndLaterOne()
    {
        var host = await StartAsync();
        await ReportAsync(host, Works);
        _time.Advance(TimeSpan.FromMinutes(59));
        await ReportAsync(host, DeliveryOutcome.Rejected("HTTP 400: invalid_blocks"));
        (await StretchAsync()).Should().BeNull("what else was sent there went through");

        _time.Advance(TimeSpan.FromMinutes(1));
        await ReportAsync(host, DeliveryOutcome.Rejected("HTTP 400: invalid_blocks"));

        (await StretchAsync())!.FailingSince.Should().Be(_time.GetUtcNow());
    }

    /// <summary>A stretch that was ended here stands in what was read before, until it is read again.</summary>
    [Fact]
    public async Task ManyDeliveriesAfterTheEndOfAStretch_LookForItOnce()
    {
        var (one, other) = (await StartAsync(), await StartAsync());
        await ReportAsync(one, Fails);
        await ReadAsync(other);
        await ReportAsync(other, Works);
        var lists = _documents.Lists;

        for (var delivery = 0; delivery < 100; delivery++)
            await ReportAsync(other, Works);

        (_documents.Lists - lists).Should().Be(0);
    }

    [Fact]
    public async Task FarEndIsGone_BothAreTold_OneSwitchesItOff_AndATestOnOneSwitchesItOnForBoth()
    {
        var (one, other) = (await StartAsync(ConfigurationOrigin.Code), await StartAsync(ConfigurationOrigin.Code));
        await ReportAsync(one, DeliveryOutcome.Gone("HTTP 410"));
        await ReportAsync(other, DeliveryOutcome.Gone("HTTP 410"));
        await ReadAsync(one);
        await ReadAsync(other);
        (await IsOffAsync(one), await IsOffAsync(other)).Should().Be((true, true));
        (await NoticesAsync()).Should().ContainSingle();

        await ReportAsync(other, Works);
        await ReadAsync(one);

        (await IsOffAsync(one), await IsOffAsync(other)).Should().Be((false, false));
    }

    [Fact]
    public async Task SettingsOfASwitchedOffChannelAreOther_ItIsTriedAfresh()
    {
        var host = await StartAsync(ConfigurationOrigin.Code);
        await ReportAsync(host, DeliveryOutcome.Gone("HTTP 410"));
        _time.Advance(TimeSpan.FromDays(10));

        var redeployed = await StartAsync(ConfigurationOrigin.Code, secret: "another");
        (await IsOffAsync(redeployed)).Should().BeFalse();
        await ReportAsync(redeployed, Fails);

        (await IsOffAsync(redeployed)).Should().BeFalse("its stretch begins with the new secret");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
    }

    private async Task<ServiceProvider> StartAsync(ConfigurationOrigin origin = ConfigurationOrigin.Runtime, string? secret = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton(_state);
        services.AddSingleton<IAlertConfigurationStore>(_documents);
        services.AddSingleton<INotificationChannel>(new RecordingChannel());
        services.AddIntegrationHealth(health =>
        {
            health.AddNotificationChannel(Channel("other"));
            if (origin == ConfigurationOrigin.Code)
                health.AddNotificationChannel(Channel("ops") with { Secret = secret });
        });
        var host = services.BuildServiceProvider();
        _hosts.Add(host);
        var configuration = host.GetRequiredService<AlertConfiguration>();
        await configuration.LoadAsync(default);
        if (origin == ConfigurationOrigin.Runtime && configuration.FindChannel("ops") is null)
        {
            await configuration.SaveAsync(ConfigurationKind.Channel, "ops", Channel("ops") with { Origin = origin },
                StoredAlertingJson.Default.NotificationChannel, 0, null, default);
        }

        await host.GetRequiredService<FailingStretches>().LoadAsync(default);
        return host;
    }

    /// <summary>One host fails between two deliveries of another, which has not read of it.</summary>
    /// <returns>The other.</returns>
    private async Task<ServiceProvider> WithAFailureBetweenTwoDeliveriesOfAnotherAsync()
    {
        var (one, other) = (await StartAsync(), await StartAsync());
        await ReportAsync(other, Works);
        _time.Advance(TimeSpan.FromMinutes(1));
        await ReportAsync(one, Fails);
        _time.Advance(TimeSpan.FromSeconds(5));
        await ReportAsync(other, Works);
        return other;
    }

    private static NotificationChannel Channel(string id) => Messages.Channel("recording", new { }) with { Id = id, Name = id };

    private static Task ReportAsync(ServiceProvider host, DeliveryOutcome outcome) => host.GetRequiredService<ChannelSupervisor>()
        .ReportAsync("ops", host.GetRequiredService<AlertConfiguration>().FindChannel("ops")!, outcome);

    /// <summary>What a host does every few seconds.</summary>
    private static async Task ReadAsync(ServiceProvider host)
    {
        await host.GetRequiredService<AlertConfiguration>().RefreshAsync(default);
        await host.GetRequiredService<FailingStretches>().ReviewAsync();
    }

    private static async Task<bool> IsOffAsync(ServiceProvider host)
    {
        await host.GetRequiredService<AlertConfiguration>().RefreshAsync(default);
        var channel = host.GetRequiredService<AlertConfiguration>().FindChannel("ops")!;
        return !channel.Enabled || host.GetRequiredService<ChannelSupervisor>().IsOff(channel);
    }

    private async Task<ChannelHealth?> StretchAsync() =>
        ChannelHealth.Find(await _documents.ListAsync(default), "ops") is { } document ? ChannelHealth.Read(document) : null;

    private async Task<IReadOnlyList<Notification>> NoticesAsync() => [.. (await _hosts[0].GetRequiredService<INotificationOutbox>()
        .ClaimAsync(new OutboxClaim(_time.GetUtcNow(), 100, TimeSpan.FromMinutes(1), []), default)).Select(claim => claim.Notification)];

    private sealed class CountedDocuments : IAlertConfigurationStore
    {
        private readonly InMemoryAlertConfigurationStore _inner = new();

        public int Lists { get; private set; }

        public Task<long> GetRevisionAsync(CancellationToken cancellationToken) => _inner.GetRevisionAsync(cancellationToken);

        public Task<IReadOnlyList<ConfigurationDocument>> ListAsync(CancellationToken cancellationToken)
        {
            Lists++;
            return _inner.ListAsync(cancellationToken);
        }

        public Task<bool> PutAsync(ConfigurationDocument document, CancellationToken cancellationToken) => _inner.PutAsync(document, cancellationToken);

        public Task<bool> DeleteAsync(ConfigurationKind kind, string id, CancellationToken cancellationToken) => _inner.DeleteAsync(kind, id, cancellationToken);
    }
}
