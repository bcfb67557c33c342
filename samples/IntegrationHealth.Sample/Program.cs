using IntegrationHealth.Sample.Hosting;
using IntegrationHealth.Sample.Reconnecting;
using IntegrationHealth.Sample.Settings;
using IntegrationHealth.Sample.SignIn;
using IntegrationHealth.Sample.Simulator;

IConfiguration? configuration = null;
try
{
    var builder = WebApplication.CreateBuilder(SampleDefaults.Options(args));
    configuration = builder.Configuration;
    builder.AddSampleDefaults();
    builder.AddSampleLogging();
    var settings = SampleSettingsReader.Read(builder.Configuration, builder.Environment.ContentRootPath);
    builder.RequireUsableAddresses();
    await using var simulator = settings.Simulator ? await ProviderSimulator.StartAsync(settings.SimulatorPort, TimeProvider.System) : null;

    builder.Services.AddDemoSignIn();
    builder.Services.AddSampleIntegrationHealth(settings, simulator);
    builder.Services.AddSampleMetrics();
    builder.Services.AddOpenApi();

    await using var app = builder.Build();
    app.UseAuthentication();
    app.UseAuthorization();
    app.MapSampleIntegrationHealth();
    app.MapHealthChecks("/health");
    app.MapPrometheusScrapingEndpoint();
    app.MapOpenApi();
    app.MapStartPage();
    app.MapReconnectPage();
    app.MapSignInPage();
    app.MapIntegrationHealthUi("/integration-health", ui =>
    {
        ui.SignInUrl = SignInPage.Address;
        ui.SignOutUrl = SignInPage.SignOutAddress;
    });
    app.PrintWhenStarted(settings, simulator);
    await app.StartOrStopAsync();
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (exception is not HostAbortedException)
{
    foreach (var line in StartFailure.Explain(exception, configuration))
        Console.Error.WriteLine(line);
    return 1;
}

public partial class Program;
