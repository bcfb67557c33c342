using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Mcp;
using IntegrationHealth.Mcp.DependencyInjection;
using IntegrationHealth.Mcp.Settings;
using IntegrationHealth.Mcp.Stdio;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds MCP servers.</summary>
public static class McpBuilderExtensions
{
    /// <summary>Adds the provider <c>mcp</c>, for integrations of configuration, of sources and of run time. May be called several times.</summary>
    /// <exception cref="OptionsValidationException">At start, when an option is not allowed.</exception>
    public static IIntegrationHealthBuilder AddMcpProvider(this IIntegrationHealthBuilder builder, Action<McpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null)
            builder.Services.Configure(configure);
        if (builder.Services.Any(service => service.ServiceType == typeof(StdioServers)))
            return builder;

        builder.Services.AddOptions<McpOptions>().ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<McpOptions>, McpOptionsValidator>());
        builder.Services.AddSingleton<StdioServers>(static provider => new StdioServers(
            provider.GetRequiredService<IOptions<McpOptions>>().Value.MaxProcesses, provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<ProviderDefinition>(static provider =>
            McpProvider.Define(provider.GetRequiredService<IOptions<McpOptions>>().Value));
        return builder;
    }

    /// <summary>Watches an MCP server over HTTP. Its token, if it needs one, comes from the host's <see cref="ICredentialProvider"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">Id of the integration; also its name.</param>
    /// <param name="endpoint">Absolute http or https address.</param>
    /// <param name="configure">Says which service or tools are expected.</param>
    public static IIntegrationHealthBuilder AddMcp(
        this IIntegrationHealthBuilder builder, string id, string endpoint, Action<McpSettings>? configure = null) =>
        Add(builder, id, new McpSettings { Endpoint = endpoint }, configure);

    /// <summary>Watches an MCP server that is a program of this machine, started for each check.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">Id of the integration; also its name.</param>
    /// <param name="command">Name or path of the program.</param>
    /// <param name="arguments">Its arguments; no shell reads them.</param>
    /// <param name="configure">Says which service or tools are expected, and what its environment holds.</param>
    public static IIntegrationHealthBuilder AddMcpProcess(
        this IIntegrationHealthBuilder builder, string id, string command, IEnumerable<string>? arguments = null, Action<McpSettings>? configure = null) =>
        Add(builder, id, new McpSettings { Command = command, Arguments = [.. arguments ?? []] }, configure);

    /// <summary>Asks <typeparamref name="TSource"/>, one instance for the host, what the hosting provider says of a server whose check failed.</summary>
    public static IIntegrationHealthBuilder UseMcpServerStatus<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>(this IIntegrationHealthBuilder builder)
        where TSource : class, IMcpServerStatusSource
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IMcpServerStatusSource, TSource>());
        return builder.AddMcpProvider();
    }

    private static IIntegrationHealthBuilder Add(IIntegrationHealthBuilder builder, string id, McpSettings settings, Action<McpSettings>? configure)
    {
        ArgumentNullException.ThrowIfNull(id);
        configure?.Invoke(settings);
        return builder.AddMcpProvider().AddIntegration(new Integration
        {
            Id = id,
            Provider = McpProvider.Name,
            Name = id,
            Settings = JsonSerializer.SerializeToElement(settings, McpSettingsJson.Default.McpSettings),
        });
    }
}
