using System.Globalization;

namespace IntegrationHealth.DependencyInjection;

/// <summary>
/// One key of a section of configuration: how its text is read, and which values are allowed. One table serves reading,
/// validation and the reference in the documentation.
/// </summary>
internal sealed record OptionKey<TOptions>(string Name, string Allowed, Func<TOptions, string, bool> TrySet, Func<TOptions, string?> Fault)
{
    /// <summary>True when the values stand under keys of their own: 0, 1 and so on.</summary>
    public bool IsList { get; private init; }

    public static OptionKey<TOptions> Text(string name, Action<TOptions, string> set) => new(name, "text", (options, text) => Do(() => set(options, text)), _ => null);

    /// <summary>Text of which only some words are allowed, as they are written.</summary>
    public static OptionKey<TOptions> Word(
        string name, IReadOnlyList<string> words, Func<TOptions, string> get, Action<TOptions, string> set) => new(
        name, $"one of {string.Join(", ", words)}", (options, text) => Do(() => set(options, text)),
        options => get(options) is var value && words.Contains(value, StringComparer.Ordinal) ? null : value[..Math.Min(value.Length, 24)]);

    /// <summary>Any number of texts.</summary>
    public static OptionKey<TOptions> List(string name, Action<TOptions, string> add) =>
        new(name, "a list of texts", (options, text) => Do(() => add(options, text)), _ => null) { IsList = true };

    public static OptionKey<TOptions> Switch(string name, Action<TOptions, bool> set) => new(name, "true or false",
        (options, text) => bool.TryParse(text, out var value) && Do(() => set(options, value)), _ => null);

    public static OptionKey<TOptions> Number(
        string name, int minimum, int maximum, Func<TOptions, int> get, Action<TOptions, int> set) => new(
        name, FormattableString.Invariant($"a whole number from {minimum} to {maximum}"),
        (options, text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && Do(() => set(options, value)),
        options => get(options) is var value && value >= minimum && value <= maximum ? null : value.ToString(CultureInfo.InvariantCulture));

    public static OptionKey<TOptions> Duration(
        string name, TimeSpan minimum, TimeSpan maximum, Func<TOptions, TimeSpan?> get, Action<TOptions, TimeSpan> set) => new(
        name, FormattableString.Invariant($"a time span hh:mm:ss from {minimum:c} to {maximum:c}"),
        (options, text) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && Do(() => set(options, value)),
        options => get(options) is { } value && (value < minimum || value > maximum) ? value.ToString("c", CultureInfo.InvariantCulture) : null);

    /// <summary>What to say of a value that is not allowed.</summary>
    /// <param name="section">The section the key stands in.</param>
    /// <param name="value">The value, as it was written.</param>
    public string Refusal(string section, string value) => $"{section}:{Name}: '{value}' is not allowed; it must be {Allowed}.";

    private static bool Do(Action action)
    {
        action();
        return true;
    }
}
