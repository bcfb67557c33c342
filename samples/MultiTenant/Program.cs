using IntegrationHealth.Authorization;
using IntegrationHealth.Sample.MultiTenant.Tenants;

// Owners are tenants: whoever signs in sees the connections of their tenant, and operators see all of them.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddTenantSignIn();
builder.Services.AddSingleton<IIntegrationAccess, TenantAccess>();
builder.Services.AddIntegrationHealth(health => health.AddIntegrationSource<TenantConnections>());

var app = builder.Build();
app.UseOwnPagesOnly();
app.UseAuthentication();
app.UseAuthorization();
app.MapGet("/", () => Results.Redirect("/integration-health")).ExcludeFromDescription();
app.MapTenantSignIn();
app.MapVendor();
app.MapIntegrationHealth(options =>
{
    options.OwnerPolicy = TenantSignIn.MemberPolicy;
    options.AdminPolicy = TenantSignIn.OperatorPolicy;
});
app.MapIntegrationHealthUi("/integration-health", ui =>
{
    ui.SignInUrl = "~/sign-in?returnUrl={returnUrl}";
    ui.SignOutUrl = "~/sign-out";
});
await app.RunAsync();
