using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Outbound;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Checks.Http;

/// <summary>The checker as a host has it: registered, with the real ways out.</summary>
internal sealed class HttpProbe : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly IIntegrationChecker _checker;

    public HttpProbe(Action<IntegrationHealthOptions>? options = null, Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection().AddSingleton<TimeProvider>(Time);
        collection.Configure<IntegrationHealthOptions>(value => options?.Invoke(value));
        services?.Invoke(collection);
        collection.AddOutboundHttp().AddOutboundHttp();
        _services = collection.BuildServiceProvider();
        _checker = HttpProvider.Definition.CreateChecker(_services);
    }

    public static DateTimeOffset Now { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Time { get; } = new(Now);

    public OutboundHttp Outbound => _services.GetRequiredService<OutboundHttp>();

    public async Task<CheckResult> CheckAsync(
        HttpCheckSettings settings,
        Credential? credential = null,
        IntegrationOrigin origin = IntegrationOrigin.Configuration,
        CancellationToken? cancellationToken = null)
    {
        HttpSettingsValidator.Validate(settings).Should().BeEmpty();
        var integration = new Integration { Id = "api", Provider = "http", Name = "API", Origin = origin };
        return await _checker.CheckAsync(
            new CheckContext(integration, settings, credential), cancellationToken ?? TestContext.Current.CancellationToken);
    }

    public Task<CheckResult> CheckAsync(LocalServer server, Credential? credential = null) =>
        CheckAsync(new HttpCheckSettings { Url = server.Address.ToString() }, credential);

    public static Credential Token(TimeSpan? endsIn = null, string token = "the-host-token-0123456789") =>
        new() { AccessToken = token, Version = "1", ExpiresAt = Now + endsIn };

    public void Dispose() => _services.Dispose();
}
