using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Auditing;
using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Bench.Storage;

/// <summary>A host's readers, and who is asked about; <see cref="Next"/> turns to another.</summary>
internal sealed class Reads(IServiceProvider services, QueriesData data)
{
    private readonly Random _random = new(17);
    private int _number;

    public IHealthReader Health { get; } = services.GetRequiredService<IHealthReader>();

    public IHistoryReader History { get; } = services.GetRequiredService<IHistoryReader>();

    public IIncidentReader Incidents { get; } = services.GetRequiredService<IIncidentReader>();

    public ITransitionReader Transitions { get; } = services.GetRequiredService<ITransitionReader>();

    public IHealthGroupReader Groups { get; } = services.GetRequiredService<IHealthGroupReader>();

    public IAlertStore Alerts { get; } = services.GetRequiredService<IAlertStore>();

    public INotificationOutbox Outbox { get; } = services.GetRequiredService<INotificationOutbox>();

    public IAuditLog Audit { get; } = services.GetRequiredService<IAuditLog>();

    /// <summary>Below the cache, which would answer all but the first.</summary>
    public IHealthMetricsReader Metrics { get; } = services.GetRequiredService<HealthMetricsReader>();

    public DateTimeOffset Now => data.Now;

    public string Id => QueriesData.IdOf(_number);

    public IReadOnlyList<string> Ids => [.. Enumerable.Range(_number, 200).Select(number => QueriesData.IdOf(number % data.Integrations))];

    public string Owner => QueriesData.OwnerOf(_number);

    public string Provider => QueriesData.ProviderOf(_number);

    /// <summary>A place in the middle of the list by name.</summary>
    public HealthPosition Deep => new(QueriesData.NameOf(_number).ToLowerInvariant(), Id);

    public static ServiceProvider Build(string database) =>
        new ServiceCollection().AddIntegrationHealth(health => health.UsePostgreSql(database)).BuildServiceProvider();

    public void Next() => _number = _random.Next(data.Integrations);

    public DateTimeOffset Before(int days) => Now.AddDays(-days);

    public string Actor => QueriesData.ActorOf(_number);

    public Task<HealthPage> ListAsync(HealthQuery query) => Health.QueryAsync(query, default);

    /// <summary>A page of alerts with their timelines, as the endpoint reads them.</summary>
    public async Task ListAlertsAsync(AlertQuery query)
    {
        var page = await Alerts.QueryAsync(query, default);
        await Alerts.GetTimelinesAsync([.. page.Select(alert => alert.Id)], default);
    }

    /// <summary>One alert with its timeline.</summary>
    public async Task GetAlertAsync()
    {
        var id = QueriesData.AlertOf(_number);
        if ((await Alerts.GetAsync([id], default)).Count != 1)
            throw new InvalidOperationException($"There is no alert {id}.");
        await Alerts.GetTimelinesAsync([id], default);
    }

    public Task AuditAsync(AuditQuery query) => Audit.ListAsync(query, default);
}
