using IntegrationHealth.Catalog;

namespace IntegrationHealth.Checks;

/// <summary>What one check has to work with.</summary>
public sealed class CheckContext
{
    private readonly object _settings;

    /// <summary>Creates a context; also useful in tests of a checker.</summary>
    /// <param name="integration">What to probe.</param>
    /// <param name="settings">The provider's settings, already read and validated.</param>
    /// <param name="credential">The host's token, if there is one.</param>
    public CheckContext(Integration integration, object settings, Credential? credential = null)
    {
        Integration = integration;
        _settings = settings;
        Credential = credential;
    }

    /// <summary>What to probe.</summary>
    public Integration Integration { get; }

    /// <summary>The host's token for this check, or null.</summary>
    public Credential? Credential { get; }

    /// <summary>
    /// <see cref="CheckResult.Data"/> of the last check that had any, as it was stored; null before the first. What a checker wants to
    /// remember from check to check, over restarts and on other hosts, it puts there.
    /// </summary>
    public IReadOnlyDictionary<string, string>? PreviousData { get; init; }

    /// <summary>The provider's settings.</summary>
    /// <exception cref="InvalidCastException">The provider was registered with another settings type.</exception>
    public TSettings GetSettings<TSettings>()
        where TSettings : class => (TSettings)_settings;
}
