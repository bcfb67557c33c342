namespace IntegrationHealth.Sample.Hosting;

/// <summary>The console log.</summary>
internal static class SampleLogging
{
    /// <summary>They log a failed start with its stack trace; <see cref="StartFailure"/> says the same in one line.</summary>
    private static readonly string[] StartCategories = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    public static void AddSampleLogging(this WebApplicationBuilder builder)
    {
        var started = false;
        builder.Services.AddHostedService(services => new StartWatch(services.GetRequiredService<IHostApplicationLifetime>(), () => started = true));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
        builder.Logging.AddConsoleFormatter<LineFormatter, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
        foreach (var category in StartCategories)
            builder.Logging.AddFilter(category, level => started && level >= LogLevel.Warning);
    }

    private sealed class StartWatch(IHostApplicationLifetime lifetime, Action started) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.ApplicationStarted.Register(started);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
