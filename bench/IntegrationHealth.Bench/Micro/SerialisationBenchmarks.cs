using System.Text.Json;
using BenchmarkDotNet.Attributes;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Catalog;
using IntegrationHealth.Endpoints;
using IntegrationHealth.Endpoints.Health;
using IntegrationHealth.History;
using IntegrationHealth.Reading;

namespace IntegrationHealth.Bench.Micro;

/// <summary>One status as the endpoints and the hub write it, and one alert as storage keeps it.</summary>
public class SerialisationBenchmarks
{
    private readonly IntegrationHealthReport _healthy = new(Watched, Samples.Healthy, false, new Uptime(100, 99.9, 99.5, 99.1), null);
    private readonly IntegrationHealthReport _unhealthy = new(Watched, Samples.Unhealthy, false, new Uptime(100, 99.9, 99.5, 99.1), "https://host.example/reconnect/17");
    private readonly Alert _alert = Raised;
    private readonly string _document = JsonSerializer.Serialize(Raised, StoredAlertingJson.Default.Alert);

    private static Integration Watched => new() { Id = "integration-000017", Name = "Someone's mail", Provider = "gmail", OwnerId = "owner-00001", Tags = ["eu"] };

    private static Alert Raised => new()
    {
        Id = "alert-000017",
        Fingerprint = "0123456789abcdef",
        RuleId = "default-connection-lost",
        RuleName = "Connection lost",
        RuleRevision = "0123456789abcdef",
        Group = "group-000017",
        Severity = AlertSeverity.Warning,
        IntegrationId = Watched.Id,
        Name = Watched.Name,
        Provider = Watched.Provider,
        OwnerId = Watched.OwnerId,
        State = AlertState.Firing,
        StartedAt = Samples.Now,
        FiredAt = Samples.Now,
        Message = Samples.Revoked.Message,
        FailureKind = Samples.Revoked.Kind,
        Version = 1,
    };

    [Benchmark]
    public byte[] WriteHealthyStatus() => Write(_healthy);

    [Benchmark]
    public byte[] WriteUnhealthyStatus() => Write(_unhealthy);

    [Benchmark]
    public string WriteAlert() => JsonSerializer.Serialize(_alert, StoredAlertingJson.Default.Alert);

    [Benchmark]
    public object? ReadAlert() => JsonSerializer.Deserialize(_document, StoredAlertingJson.Default.Alert);

    private static byte[] Write(IntegrationHealthReport report) =>
        JsonSerializer.SerializeToUtf8Bytes(HealthMapping.From(report), EndpointJson.Default.IntegrationHealth);
}
