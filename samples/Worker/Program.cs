using IntegrationHealth.Sample.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// No web server: checks, alerts and notifications run in any generic host. What is watched comes from IntegrationHealth:Integrations.
var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddIntegrationHealth(health =>
{
    health.UseSqlite(builder.Configuration.GetConnectionString("IntegrationHealth") ?? "Data Source=worker-health.db");
    health.AddHealthEventSubscriber<StatusLog>();
});
await builder.Build().RunAsync();
