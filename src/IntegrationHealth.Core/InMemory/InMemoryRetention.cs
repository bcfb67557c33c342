using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.InMemory;

/// <summary>
/// Memory keeps less by default: an hour of one integration costs about 160 bytes, so ninety days of hours would be a third of a megabyte each.
/// What the host says stands. And what is in memory already needs no cache.
/// </summary>
internal sealed class InMemoryRetention : IPostConfigureOptions<IntegrationHealthOptions>
{
    public void PostConfigure(string? name, IntegrationHealthOptions options)
    {
        options.Retention.Hours ??= TimeSpan.FromDays(7);
        options.Retention.Days ??= TimeSpan.FromDays(90);
        options.Cache.Freshness = TimeSpan.Zero;
    }
}
