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
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
        ["Logging:LogLevel:Polly"] = "Error",
    };

    public static void AddSampleDefaults(this WebApplicationBuilder builder)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        if (string.IsNullOrEmpty(builder.Configuration[HostDefaults.EnvironmentKey]))
            builder.Environment.EnvironmentName = Environment;
        string[] addressKeys = ["urls", "http_ports", "https_ports"];
        if (addressKeys.All(key => string.IsNullOrEmpty(builder.Configuration[key])) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(Url);
    }
}
