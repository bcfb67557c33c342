using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Tests.DependencyInjection;

/// <summary>Configuration that is read again while the host runs.</summary>
public sealed class ReloadTests : IAsyncDisposable
{
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
    private readonly FakeLogCollector _log = FakeLogCollector.Create(new FakeLogCollectorOptions());
    private readonly ServiceProvider _services;

    public ReloadTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(_configuration);
        services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(_log)));
        services.AddIntegrationHealth();
        _services = services.BuildServiceProvider();
    }

    private IOptionsMonitor<IntegrationHealthOptions> Monitor => _services.GetRequiredService<IOptionsMonitor<IntegrationHealthOptions>>();

    [Fact]
    public void Reload_ValidValue_CountsAtOnceAndIsTold()
    {
        Monitor.CurrentValue.Shadow.Should().BeFalse();
        IntegrationHealthOptions? told = null;
        using var listening = Monitor.OnChange(options => told = options);

        Change("IntegrationHealth:Shadow", "true");

        Monitor.CurrentValue.Shadow.Should().BeTrue();
        told.Should().BeSameAs(Monitor.CurrentValue);
    }

    [Fact]
    public void Reload_Mistake_LeavesWhatWasValidAndSaysWhy()
    {
        Change("IntegrationHealth:Shadow", "true");
        Monitor.CurrentValue.Shadow.Should().BeTrue();

        Change("IntegrationHealth:Retention:Checks", "soon");

        Monitor.CurrentValue.Shadow.Should().BeTrue();
        _log.GetSnapshot().Should().ContainSingle(entry => entry.Level == LogLevel.Error)
            .Which.Message.Should().Contain("IntegrationHealth:Retention:Checks").And.Contain("'soon'");
    }

    [Fact]
    public void Reload_MistakeMended_CountsAgain()
    {
        _ = Monitor.CurrentValue;
        Change("IntegrationHealth:Retention:Checks", "soon");

        Change("IntegrationHealth:Retention:Checks", "02:00:00");

        Monitor.CurrentValue.Retention.Checks.Should().Be(TimeSpan.FromHours(2));
    }

    [Fact]
    public void Dispose_Listener_IsToldNoMore()
    {
        _ = Monitor.CurrentValue;
        var told = 0;
        Monitor.OnChange(_ => told++)!.Dispose();

        Change("IntegrationHealth:Shadow", "true");

        told.Should().Be(0);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private void Change(string key, string value)
    {
        _configuration[key] = value;
        _configuration.Reload();
    }
}
