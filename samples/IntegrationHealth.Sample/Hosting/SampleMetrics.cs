using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace IntegrationHealth.Sample.Hosting;

/// <summary>The meter of IntegrationHealth, scraped by Prometheus at <c>/metrics</c>.</summary>
internal static class SampleMetrics
{
    public static void AddSampleMetrics(this IServiceCollection services) => services
        .AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("integration-health-sample"))
        .WithMetrics(metrics => metrics.AddMeter("IntegrationHealth").AddPrometheusExporter());
}
