using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace IntegrationHealth.DependencyInjection;

/// <summary>
/// The settings as they are now. The framework's monitor throws at every reader once a reload brought a mistake; a host that runs must not
/// stop for a typing error, so here the mistake is told to the log and the last good settings stay.
/// </summary>
internal sealed class ReloadingOptions : IOptionsMonitor<IntegrationHealthOptions>, IDisposable
{
    private readonly IOptionsFactory<IntegrationHealthOptions> _factory;
    private readonly ILogger<ReloadingOptions> _logger;
    private readonly Lazy<IntegrationHealthOptions> _first;
    private readonly IDisposable[] _registrations;
    private volatile IntegrationHealthOptions? _reloaded;
    private Action<IntegrationHealthOptions, string?>? _changed;

    public ReloadingOptions(
        IOptionsFactory<IntegrationHealthOptions> factory, IEnumerable<IOptionsChangeTokenSource<IntegrationHealthOptions>> sources,
        ILogger<ReloadingOptions> logger)
    {
        (_factory, _logger) = (factory, logger);
        _first = new(() => factory.Create(Options.DefaultName));
        _registrations = [.. sources.Select(source => ChangeToken.OnChange(source.GetChangeToken, Reload))];
    }

    /// <exception cref="OptionsValidationException">The settings were wrong from the start.</exception>
    public IntegrationHealthOptions CurrentValue => _reloaded ?? _first.Value;

    public IntegrationHealthOptions Get(string? name) => CurrentValue;

    public IDisposable? OnChange(Action<IntegrationHealthOptions, string?> listener)
    {
        _changed += listener;
        return new Registration(() => _changed -= listener);
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void Reload()
    {
        // What is wrong from the start is the start's to tell.
        if (!_first.IsValueCreated)
            return;
        try
        {
            _reloaded = _factory.Create(Options.DefaultName);
        }
        catch (OptionsValidationException exception)
        {
            Log.ReloadRefused(_logger, string.Join(" ", exception.Failures));
            return;
        }

        Log.Reloaded(_logger);
        _changed?.Invoke(_reloaded, Options.DefaultName);
    }

    private sealed class Registration(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}
