using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Ui.DependencyInjection;

/// <summary>Puts the options together and refuses what cannot work, naming every mistake at once.</summary>
internal static class UiOptionsReader
{
    /// <exception cref="OptionsValidationException">A key is unknown, or a value cannot be used; every one is named.</exception>
    public static IntegrationHealthUiOptions Read(IServiceProvider services, Action<IntegrationHealthUiOptions>? configure)
    {
        var options = new IntegrationHealthUiOptions();
        var faults = OptionsSection.Read(
            services.GetService<IConfiguration>()?.GetSection(IntegrationHealthUiOptions.SectionName), UiOptionKeys.All, options);
        configure?.Invoke(options);
        string[] errors = [.. faults, .. Errors(options)];
        return errors.Length == 0
            ? options
            : throw new OptionsValidationException(IntegrationHealthUiOptions.SectionName, typeof(IntegrationHealthUiOptions), errors);
    }

    private static IEnumerable<string> Errors(IntegrationHealthUiOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Title))
            yield return "IntegrationHealth:Ui:Title is blank: give the interface a name.";
        if (options.Policy is { } policy && string.IsNullOrWhiteSpace(policy))
            yield return "IntegrationHealth:Ui:Policy is blank: give the name of an authorization policy, or leave it null.";
        (string Name, string? Url)[] urls =
        [
            (nameof(options.SignInUrl), options.SignInUrl), (nameof(options.SignOutUrl), options.SignOutUrl),
            (nameof(options.AccessTokenUrl), options.AccessTokenUrl), (nameof(options.ThemeUrl), options.ThemeUrl),
        ];
        foreach (var (name, url) in urls)
        {
            if (url is not null && !IsUsable(url))
                yield return $"IntegrationHealth:Ui:{name} is '{url}': give a path such as ~/sign-in (from the application's root) or /sign-in, or an http(s) address.";
        }

        foreach (var origin in options.FrameAncestors)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.PathAndQuery != "/" || origin.AsSpan().IndexOfAny(" ;,'\"") >= 0)
                yield return $"IntegrationHealth:Ui:FrameAncestors holds '{origin}': give an origin such as https://portal.example.com.";
        }
    }

    /// <summary>A script address (javascript:) would run in the page.</summary>
    private static bool IsUsable(string url) => url.StartsWith("~/", StringComparison.Ordinal)
        || (url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal))
        || (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https");
}
