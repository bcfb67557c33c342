using IntegrationHealth.Status.Outages;
using Microsoft.Extensions.Configuration;

namespace IntegrationHealth.DependencyInjection;

/// <summary>Reads and judges <c>IntegrationHealth:Providers:{provider}</c>.</summary>
internal static class ProviderOptionsReader
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Providers";

    private const int LongestComponent = 200;

    private static readonly OptionKey<ProviderOptions>[] Keys =
    [
        OptionKey<ProviderOptions>.Number("QuotaBudget", 1, 1_000_000_000, options => options.QuotaBudget ?? 1, (options, value) => options.QuotaBudget = value),
        OptionKey<ProviderOptions>.Duration("QuotaWindow", TimeSpan.FromMinutes(1), TimeSpan.FromDays(31), options => options.QuotaWindow, (options, value) => options.QuotaWindow = value),
        new("StatusFeed:Url", "an absolute http or https address", (options, text) => Feed(options, feed => feed with { Url = text }), FaultOfUrl),
        new("StatusFeed:Format", $"one of {string.Join(", ", Enum.GetNames<StatusFeedFormat>())}",
            (options, text) => Enum.TryParse<StatusFeedFormat>(text, ignoreCase: true, out var format) && Enum.IsDefined(format) && Feed(options, feed => feed with { Format = format }),
            options => options.StatusFeed is { } feed && !Enum.IsDefined(feed.Format) ? $"{(int)feed.Format}" : null),
        new("StatusFeed:Component", $"a name of up to {LongestComponent} characters", (options, text) => Feed(options, feed => feed with { Component = text }),
            options => options.StatusFeed?.Component is { } name && (name.Length is 0 or > LongestComponent) ? name[..Math.Min(name.Length, 24)] : null),
    ];

    /// <summary>Reads what configuration says; what is unreadable goes to <paramref name="faults"/>.</summary>
    public static void Read(IConfigurationSection section, IntegrationHealthOptions options, List<string> faults)
    {
        foreach (var provider in section.GetSection(Section).GetChildren())
        {
            if (!options.Providers.TryGetValue(provider.Key, out var found))
                options.Providers[provider.Key] = found = new ProviderOptions();
            foreach (var key in Keys)
            {
                if (provider[key.Name] is { } text && !key.TrySet(found, text))
                    faults.Add(key.Refusal(provider.Path, OptionsReader.MayRepeat(key.Name, text) ? text : "…"));
            }

            foreach (var leaf in provider.AsEnumerable(makePathsRelative: true).Where(pair => pair.Value is not null
                && !Keys.Any(key => key.Name.Equals(pair.Key, StringComparison.OrdinalIgnoreCase))))
                faults.Add($"{provider.Path}:{leaf.Key}: nobody reads this key ({OptionsReader.Describe(leaf.Key, leaf.Value!)}); allowed are {string.Join(", ", Keys.Select(key => key.Name))}.");
        }
    }

    /// <summary>One message for each value that is not allowed, wherever it was set.</summary>
    public static IEnumerable<string> Faults(IntegrationHealthOptions options) =>
        from provider in options.Providers
        from key in Keys
        let fault = key.Fault(provider.Value)
        where fault is not null
        select key.Refusal($"{IntegrationHealthOptions.SectionName}:{Section}:{provider.Key}", fault);

    private static string? FaultOfUrl(ProviderOptions options) =>
        options.StatusFeed is not { } feed ? null
            : Uri.TryCreate(feed.Url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0 ? null
            : Checks.Http.AddressText.Repeat(feed.Url);

    private static bool Feed(ProviderOptions options, Func<StatusFeed, StatusFeed> change)
    {
        options.StatusFeed = change(options.StatusFeed ?? new StatusFeed(""));
        return true;
    }
}
