using Microsoft.Extensions.Configuration.Memory;

namespace IntegrationHealth.Sample.Hosting;

/// <summary>What holds unless a configuration source says otherwise.</summary>
internal static class SampleDefaults
{
    /// <summary>The name of the environment when nobody names one.</summary>
    public const string Environment = "Sample";

    /// <summary>Where the sample listens when nobody says where.</summary>
    public const string Url = "http://localhost:5080";

    private static readonly Dictionary<string, string?> Defaults = new()
    {
        // A demonstration is looked at with load tests too, and has three people for all its callers.
        ["IntegrationHealth:Endpoints:CallsPerMinute"] = "1000000",
        ["IntegrationHealth:Endpoints:ManualChecksPerOwner"] = "0",
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:IntegrationHealth.Sample.SignIn"] = "Warning",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
        ["Logging:LogLevel:Polly"] = "Error",
    };

    /// <summary>What the host's builder starts from: everything as usual, but for the name of an environment that nobody named.</summary>
    public static WebApplicationOptions Options(string[] args)
    {
        var named = new ConfigurationBuilder()
            .AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables("ASPNETCORE_").AddCommandLine(args).Build()[HostDefaults.EnvironmentKey];
        return new WebApplicationOptions { Args = args, EnvironmentName = string.IsNullOrEmpty(named) ? Environment : null };
    }

    public static void AddSampleDefaults(this WebApplicationBuilder builder)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        string[] addressKeys = ["urls", "http_ports", "https_ports"];
        if (addressKeys.All(key => string.IsNullOrEmpty(builder.Configuration[key])) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(Url);
    }
}
