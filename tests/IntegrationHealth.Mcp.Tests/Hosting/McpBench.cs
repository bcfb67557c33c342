using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Mcp.Stdio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Mcp.Hosting;

/// <summary>The MCP checker as a host has it: registered, with the real ways out and real processes.</summary>
internal sealed class McpBench : IAsyncDisposable
{
    /// <summary>Looks like none of the vendors' tokens, so that only knowing it keeps it out of results.</summary>
    public const string Token = "the-host-token-0123456789";

    private readonly ServiceProvider _services;
    private readonly ProviderDefinition _definition;
    private readonly IIntegrationChecker _checker;

    public McpBench(Action<McpOptions>? options = null, TimeProvider? time = null, TimeSpan? timeout = null, IMcpServerStatusSource? source = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging());
        if (time is not null)
            services.AddSingleton(time);
        services.AddIntegrationHealth(health =>
        {
            // Long, so that a busy machine does not fail a test; tests of the limit say their own.
            health.Configure(all => all.Checks.Timeout = timeout ?? TimeSpan.FromSeconds(60)).AddMcpProvider(options);
            if (source is not null)
                services.AddSingleton(source);
        });
        _services = services.BuildServiceProvider();
        _definition = _services.GetServices<ProviderDefinition>().Single(definition => definition.Name == "mcp");
        _checker = _definition.CreateChecker(_services);
    }

    public StdioServers Servers => _services.GetRequiredService<StdioServers>();

    public IReadOnlyList<string> Logged => [.. _services.GetFakeLogCollector().GetSnapshot().Select(record => $"{record.Message} {record.Exception}")];

    public static Credential Credential(int? endsInMinutes = null) => new()
    {
        AccessToken = Token,
        Version = "1",
        ExpiresAt = endsInMinutes is { } minutes ? TimeProvider.System.GetUtcNow().AddMinutes(minutes) : null,
    };

    public IReadOnlyList<string> Validate(McpSettings settings, IntegrationOrigin origin = IntegrationOrigin.Configuration) =>
        [.. _definition.Validate!(settings).Concat(_definition.ValidateIntegration!(Integration(origin), settings)).Select(error => error.Message)];

    public async Task<CheckResult> CheckAsync(
        McpSettings settings, Credential? credential = null, IReadOnlyDictionary<string, string>? previous = null,
        IntegrationOrigin origin = IntegrationOrigin.Configuration, CancellationToken? cancellationToken = null)
    {
        var result = await _checker.CheckAsync(
            new CheckContext(Integration(origin), settings, credential) { PreviousData = previous },
            cancellationToken ?? TestContext.Current.CancellationToken);
        Shown(result).Should().NotContain(Token[..16]);
        string.Join("\n", Logged).Should().NotContain(Token[..16]);
        return result;
    }

    /// <summary>Everything that a person might see of a result.</summary>
    public static string Shown(CheckResult result) => string.Join('\n', [
        result.ToString(), result.Failure?.ToString() ?? "", .. result.Data?.Select(pair => pair.ToString()) ?? [], .. result.Capabilities.Select(one => one.ToString())]);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static Integration Integration(IntegrationOrigin origin) => new() { Id = "one", Provider = "mcp", Name = "One", Origin = origin };
}
