using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.InMemory;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Flow;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>The whole alerting machinery on one thread: the test brings results, lets time pass, and reads the outbox.</summary>
internal sealed class AlertingBench : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Action<IIntegrationHealthBuilder> _configure;
    private readonly Dictionary<string, string?> _settings;
    private readonly List<Integration> _integrations = [];
    private readonly InMemoryState _state;
    private readonly InMemoryAlertConfigurationStore _documents;

    private AlertingBench(Action<IIntegrationHealthBuilder>? configure, Dictionary<string, string?>? settings)
        : this(configure, settings, new InMemoryState(), new InMemoryAlertConfigurationStore(), new FakeTimeProvider(Start))
    {
    }

    private AlertingBench(Action<IIntegrationHealthBuilder>? configure, Dictionary<string, string?>? settings, InMemoryState state,
        InMemoryAlertConfigurationStore documents, FakeTimeProvider time) =>
        (_configure, _settings, _state, _documents, Time) = (configure ?? (_ => { }), settings ?? [], state, documents, time);

    public FakeTimeProvider Time { get; }

    public ServiceProvider Services { get; private set; } = null!;

    /// <summary>Every notification that was put into the outbox, as it is read by <see cref="TakeAsync"/>.</summary>
    public List<Notification> Told { get; } = [];

    public AlertConfiguration Configuration => Services.GetRequiredService<AlertConfiguration>();

    public IAlertStore Store => Services.GetRequiredService<IAlertStore>();

    public AlertActions Actions => Services.GetRequiredService<AlertActions>();

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>A bench with the rules given and a channel <c>ops</c>; without default rules unless asked for.</summary>
    public static async Task<AlertingBench> StartAsync(
        IReadOnlyList<AlertRule>? rules = null, Action<IIntegrationHealthBuilder>? configure = null, Dictionary<string, string?>? settings = null,
        bool defaultRules = false)
    {
        var bench = new AlertingBench(configure, settings);
        if (!defaultRules)
            await bench._documents.PutAsync(new ConfigurationDocument(ConfigurationKind.Installation, "default-rules", "{}", null, 0), default);
        bench.Build();
        await bench.Services.GetRequiredService<AlertingService>().LoadAsync(default);
        await bench.SaveAsync(new NotificationChannel { Id = "ops", Name = "ops", Type = "recording" });
        foreach (var rule in rules ?? [])
            await bench.SaveAsync(rule);
        await bench.AddAsync("one");
        await bench.TickAsync();
        return bench;
    }

    public static AlertRule Rule(string id = "rule", params AlertCondition[] conditions) => new()
    {
        Id = id,
        Name = $"Rule {id}",
        Conditions = conditions.Length > 0 ? conditions : [new ConsecutiveFailuresCondition { Threshold = 1 }],
        ChannelIds = ["ops"],
        GroupWait = TimeSpan.Zero,
        GroupInterval = TimeSpan.Zero,
    };

    public async Task SaveAsync(AlertRule rule) => (await Configuration.SaveAsync(ConfigurationKind.Rule, rule.Id, rule,
        StoredAlertingJson.Default.AlertRule, Configuration.Current.AllRules.GetValueOrDefault(rule.Id)?.Version ?? 0, null, default)).Should().BeTrue();

    public async Task SaveAsync(NotificationChannel channel) => (await Configuration.SaveAsync(ConfigurationKind.Channel, channel.Id, channel,
        StoredAlertingJson.Default.NotificationChannel, Configuration.Current.Channels.GetValueOrDefault(channel.Id)?.Version ?? 0, null, default))
        .Should().BeTrue();

    public async Task SaveAsync(IntegrationHealth.Alerting.Silencing.Silence silence) => await Configuration.SaveAsync(ConfigurationKind.Silence,
        silence.Id, silence, StoredAlertingJson.Default.Silence, 0, null, default);

    public async Task SaveAsync(IntegrationHealth.Alerting.Silencing.MaintenanceWindow window) => await Configuration.SaveAsync(
        ConfigurationKind.MaintenanceWindow, window.Id, window, StoredAlertingJson.Default.MaintenanceWindow, 0, null, default);

    public async Task SaveAsync(IntegrationHealth.Alerting.Escalation.EscalationPolicy policy) => await Configuration.SaveAsync(
        ConfigurationKind.EscalationPolicy, policy.Id, policy, StoredAlertingJson.Default.EscalationPolicy, 0, null, default);

    public Task AddAsync(string id, string owner = "alice", string provider = "scripted", params string[] tags) =>
        AddAsync(new Integration { Id = id, Provider = provider, Name = id, OwnerId = owner, Tags = tags, Interval = TimeSpan.FromMinutes(1) });

    public async Task AddAsync(Integration integration)
    {
        _integrations.Add(integration);
        await Services.GetRequiredService<IIntegrationStore>().UpsertAsync([integration], default);
        await RegisterAsync([integration]);
    }

    public async Task RemoveAsync(string id)
    {
        await Services.GetRequiredService<IIntegrationStore>().DeleteAsync([id], default);
        Services.GetRequiredService<IntegrationRegistry>().Remove(id);
    }

    public Task FailAsync(string id = "one", FailureKind kind = FailureKind.Misconfigured, int latencyMs = 10) =>
        ResultAsync(id, CheckResult.Failed(CheckFailure.Of(kind, $"{id} is broken", Confidence.Medium)), latencyMs);

    public Task SucceedAsync(string id = "one", int latencyMs = 10) => ResultAsync(id, CheckResult.Success(), latencyMs);

    public Task ResultAsync(string id, CheckResult result, int latencyMs = 10) => WriteAsync([(id, new Observation(result, Now, latencyMs))]);

    /// <summary>One batch, as the result writer would write it; a refused result is judged once more.</summary>
    public Task WriteAsync(IReadOnlyList<(string Id, Observation Observation)> results) =>
        WriteAsync(results.Where(result => Find(result.Id) is not null).Select(result => new PendingWrite(Find(result.Id)!) { Observation = result.Observation }));

    /// <summary>A person's change, such as a pause.</summary>
    public Task WriteChangeAsync(string id, Func<HealthSnapshot, DateTimeOffset, HealthSnapshot> change) =>
        WriteAsync([new PendingWrite(Find(id)!) { Change = change }]);

    private MonitoredIntegration? Find(string id) =>
        Services.GetRequiredService<IntegrationRegistry>().TryGet(id, out var monitored) ? monitored : null;

    private async Task WriteAsync(IEnumerable<PendingWrite> writes)
    {
        var (evaluator, commit) = (Services.GetRequiredService<BatchEvaluator>(), Services.GetRequiredService<BatchCommit>());
        var waiting = new Queue<PendingWrite>(writes);
        while (waiting.Count > 0)
        {
            PendingWrite[] batch = [.. waiting];
            waiting.Clear();
            await evaluator.PrepareAsync(batch, default);
            List<EvaluatedWrite> evaluated = [];
            evaluator.Evaluate(batch, evaluated, []);
            var refused = await commit.WriteAsync(evaluated, default);
            await commit.FinishAsync(evaluated, refused, uncertain: false, waiting, default);
        }
    }

    public Task TickAsync() => Services.GetRequiredService<AlertingService>().TickAsync(default);

    /// <summary>Lets time pass with a tick every few seconds.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var end = Now + time; Now < end;)
        {
            var step = TimeSpan.FromSeconds(5);
            Time.Advance(end - Now < step ? end - Now : step);
            await TickAsync();
        }
    }

    /// <summary>A check every minute that ends alike, with ticks in between.</summary>
    public async Task PassAsync(int minutes, bool failing, string id = "one")
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            await PassAsync(TimeSpan.FromMinutes(1));
            await (failing ? FailAsync(id) : SucceedAsync(id));
            await TickAsync();
        }
    }

    /// <summary>The notifications put into the outbox since the last call, delivered now.</summary>
    public async Task<IReadOnlyList<Notification>> TakeAsync()
    {
        var outbox = Services.GetRequiredService<INotificationOutbox>();
        var taken = new List<Notification>();
        while (await outbox.ClaimAsync(new OutboxClaim(Now.AddDays(400), 1_000, TimeSpan.FromSeconds(30), []), default) is { Count: > 0 } claimed)
        {
            taken.AddRange(claimed.Select(claim => claim.Notification));
            await outbox.CompleteAsync([.. claimed.Select(claim => new DeliveryCompletion(
                claim.Notification.Id, claim.Fence, NotificationState.Delivered, Now, "ok", true, []))], default);
        }

        Told.AddRange(taken);
        return taken;
    }

    public async Task<IReadOnlyList<NotificationReason>> ReasonsAsync() => [.. (await TakeAsync()).Select(notification => notification.Message.Reason)];

    public Task<IReadOnlyList<Alert>> AlertsAsync() => Store.QueryAsync(
        new AlertQuery { States = [AlertState.Pending, AlertState.Firing, AlertState.Recovering, AlertState.Resolved], Limit = 200 }, default);

    public async Task<Alert> AlertAsync() => (await AlertsAsync()).Should().ContainSingle().Subject;

    /// <summary>The process ends without warning and another begins on the same storage.</summary>
    public async Task RestartAsync(TimeSpan down = default)
    {
        Time.Advance(down);
        await Services.DisposeAsync();
        Build();
        await Services.GetRequiredService<AlertingService>().LoadAsync(default);
        await RegisterAsync(_integrations);
    }

    /// <summary>Another host on the same storage: it has its own states, book and windows, and hears of the first only what the test tells it.</summary>
    public async Task<AlertingBench> JoinAsync()
    {
        var other = new AlertingBench(_configure, _settings, _state, _documents, Time);
        other.Build();
        await other.Services.GetRequiredService<AlertingService>().LoadAsync(default);
        other._integrations.AddRange(_integrations);
        await other.RegisterAsync(_integrations);
        await other.TickAsync();
        return other;
    }

    /// <summary>News of what another host committed last of an integration.</summary>
    public void Hear(AlertingBench other, string id = "one")
    {
        var (state, news) = (Find(id)!.State, other.Find(id)!.Snapshot);
        state.Heard = new HeardStatus(news.Version, news.Status, Now);
        state.Behind = true;
    }

    public async ValueTask DisposeAsync() => await Services.DisposeAsync();

    private void Build()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build());
        services.AddSingleton(_state);
        services.AddSingleton<IAlertConfigurationStore>(_documents);
        services.AddSingleton<INotificationChannel, RecordingChannel>();
        services.AddIntegrationHealth(health =>
        {
            foreach (var name in (string[])["scripted", "vendor"])
            {
                health.AddProvider(new ProviderDefinition
                {
                    Name = name,
                    DisplayName = name == "vendor" ? "Vendor" : "Scripted",
                    SettingsType = ScriptedJson.Default.ScriptedSettings,
                    CreateChecker = _ => new ScriptedChecker(),
                    SharesOneVendor = name == "vendor",
                });
            }

            _configure(health);
        });
        Services = services.BuildServiceProvider();
    }

    private async Task RegisterAsync(IReadOnlyList<Integration> integrations)
    {
        var compiler = Services.GetRequiredService<IntegrationCompiler>();
        var stored = await Services.GetRequiredService<IntegrationHealth.Reading.IHealthReader>()
            .GetAsync([.. integrations.Select(integration => integration.Id)], default);
        foreach (var item in stored)
        {
            var monitored = compiler.Compile(item.Integration, new MonitoredState(item.Snapshot), []);
            Services.GetRequiredService<IntegrationRegistry>().Set(monitored!);
        }
    }
}

/// <summary>A type of channel that only has to exist.</summary>
internal sealed class RecordingChannel : INotificationChannel
{
    public string Type => "recording";

    public IEnumerable<IntegrationValidationError> Validate(NotificationChannel channel) => [];

    public Task<DeliveryOutcome> SendAsync(NotificationMessage message, NotificationChannel channel, CancellationToken cancellationToken) =>
        Task.FromResult(DeliveryOutcome.Delivered("recorded"));
}
