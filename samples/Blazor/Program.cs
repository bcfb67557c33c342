using IntegrationHealth.Sample.Blazor.Components;

// A page of the host's own that shows connections with the custom elements; the embedded interface is there as well.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorComponents();
builder.Services.AddIntegrationHealth(health => health.AddHttp("example", builder.Configuration["Watch"] ?? "https://example.com/"));

var app = builder.Build();
app.UseAntiforgery();
app.MapIntegrationHealth(options => options.AllowAnonymous());
app.MapIntegrationHealthUi("/integration-health");
app.MapRazorComponents<App>();
await app.RunAsync();
