using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Auditing;
using IntegrationHealth.Catalog;
using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Reading;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>What the suites of a store have in common: an empty, initialised store for each test.</summary>
public abstract class StorageContract : IAsyncLifetime
{
    private ServiceProvider? _services;

    /// <summary>A whole hour, so that tests can speak of hours and days.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    protected FakeTimeProvider Time { get; } = new(Start);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected IIntegrationStore Catalog => Get<IIntegrationStore>();

    protected IResultStore Results => Get<IResultStore>();

    protected IHealthReader Health => Get<IHealthReader>();

    protected IHealthGroupReader Groups => Get<IHealthGroupReader>();

    protected IHistoryReader History => Get<IHistoryReader>();

    protected IIncidentReader Incidents => Get<IIncidentReader>();

    protected ITransitionReader Transitions => Get<ITransitionReader>();

    protected IProviderRollupReader Providers => Get<IProviderRollupReader>();

    protected IAlertStore Alerts => Get<IAlertStore>();

    protected INotificationOutbox Outbox => Get<INotificationOutbox>();

    protected IAlertConfigurationStore Documents => Get<IAlertConfigurationStore>();

    protected IAuditLog Audit => Get<IAuditLog>();

    protected IHistoryMaintenance Maintenance => Get<IHistoryMaintenance>();

    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Time);
        await RegisterAsync(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        await Get<IStorageInitializer>().InitializeAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        CleanUp();
        GC.SuppressFinalize(this);
    }

    /// <summary>Registers the store under test, empty; or override <see cref="RegisterAsync"/>.</summary>
    protected virtual void Register(IServiceCollection services) =>
        throw new NotSupportedException($"{GetType().Name} must override {nameof(Register)} or {nameof(RegisterAsync)}.");

    /// <summary>Registers the store under test, empty.</summary>
    protected virtual Task RegisterAsync(IServiceCollection services)
    {
        Register(services);
        return Task.CompletedTask;
    }

    /// <summary>Removes what the store left behind.</summary>
    protected virtual void CleanUp()
    {
    }

    protected async Task AddAsync(params Integration[] integrations) => await Catalog.UpsertAsync(integrations, Stop);

    protected async Task<IReadOnlyList<string>> WriteAsync(params ResultWrite[] batch) => await Results.WriteAsync(batch, Stop);

    protected async Task<StoredIntegration?> FindAsync(string id) => (await Health.GetAsync([id], Stop)).SingleOrDefault();

    protected async Task<IReadOnlyList<HistoryEntry>> ChecksAsync(string id) =>
        await History.GetChecksAsync(id, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 1_000, Stop);

    protected async Task<IReadOnlyList<HistoryBucket>> HoursAsync(string id) =>
        await History.GetBucketsAsync(id, HistoryResolution.Hour, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 1_000, Stop);

    protected async Task<IReadOnlyList<StoredIntegration>> ListAsync()
    {
        var list = new List<StoredIntegration>();
        await foreach (var stored in Catalog.ListAsync(Stop))
            list.Add(stored);
        return list;
    }

    private T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();
}
