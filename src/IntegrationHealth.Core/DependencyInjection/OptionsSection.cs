using Microsoft.Extensions.Configuration;

namespace IntegrationHealth.DependencyInjection;

/// <summary>Reads one flat section by its table of keys, strictly: a key that nobody reads is a fault like a value that is not allowed.</summary>
internal static class OptionsSection
{
    /// <summary>Puts what the section says into <paramref name="options"/>.</summary>
    /// <param name="section">The section; null when the host has no configuration.</param>
    /// <param name="keys">Every key that may stand in it.</param>
    /// <param name="options">What is read into.</param>
    /// <returns>One sentence for each key at fault; no value behind an unknown key is repeated.</returns>
    public static IReadOnlyList<string> Read<TOptions>(IConfigurationSection? section, IReadOnlyList<OptionKey<TOptions>> keys, TOptions options) =>
        [.. section?.GetChildren().SelectMany(child => Read(section, child, keys, options)) ?? []];

    private static IEnumerable<string> Read<TOptions>(
        IConfigurationSection section, IConfigurationSection child, IReadOnlyList<OptionKey<TOptions>> keys, TOptions options)
    {
        if (keys.FirstOrDefault(key => key.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is not { } key)
            yield return $"{child.Path}: nobody reads this key; allowed are {string.Join(", ", keys.Select(known => known.Name))}.";
        else if (key.IsList && child.Value is { Length: > 0 })
            yield return $"{child.Path}: a value is not allowed here; write {child.Path}:0 and so on.";
        else if (!key.IsList && child.GetChildren().Any())
            yield return $"{child.Path}: keys are not allowed under it; it must be {key.Allowed}.";
        else if (key.IsList ? child.GetChildren().Any(item => !key.TrySet(options, item.Value ?? "")) : child.Value is { } text && !key.TrySet(options, text))
            yield return key.Refusal(section.Path, child.Value ?? "");
        else if (key.Fault(options) is { } value)
            yield return key.Refusal(section.Path, value);
    }
}
