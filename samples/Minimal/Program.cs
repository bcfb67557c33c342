var builder = WebApplication.CreateBuilder(args);
builder.Services.AddIntegrationHealth(health => health.AddHttp("example", builder.Configuration["Watch"] ?? "https://example.com/"));
var app = builder.Build();
app.MapIntegrationHealth(options => options.AllowAnonymous());
app.MapIntegrationHealthUi("/integration-health");
app.Run();
