using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace IntegrationHealth.DependencyInjection;

/// <summary>Tells when the host's configuration, where it has one, was read again.</summary>
internal sealed class ConfigurationReload(IConfiguration? configuration = null) : IOptionsChangeTokenSource<IntegrationHealthOptions>
{
    public string Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => configuration?.GetReloadToken() ?? NullChangeToken.Singleton;
}
