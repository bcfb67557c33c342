using System.Globalization;

namespace IntegrationHealth.DependencyInjection;

/// <summary>
/// One key of the <c>IntegrationHealth</c> section: how its text is read, and which values are allowed. One table serves reading,
/// validation and the reference in the documentation.
/// </summary>
internal sealed record OptionKey(string Name, string Allowed, Func<IntegrationHealthOptions, string, bool> TrySet, Func<IntegrationHealthOptions, string?> Fault)
{
    public static OptionKey Switch(string name, Action<IntegrationHealthOptions, bool> set) => new(name, "true or false",
        (options, text) => bool.TryParse(text, out var value) && Do(() => set(options, value)), _ => null);

    public static OptionKey Number(
        string name, int minimum, int maximum, Func<IntegrationHealthOptions, int> get, Action<IntegrationHealthOptions, int> set) => new(
        name, FormattableString.Invariant($"a whole number from {minimum} to {maximum}"),
        (options, text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && Do(() => set(options, value)),
        options => get(options) is var value && value >= minimum && value <= maximum ? null : value.ToString(CultureInfo.InvariantCulture));

    public static OptionKey Duration(
        string name, TimeSpan minimum, TimeSpan maximum, Func<IntegrationHealthOptions, TimeSpan?> get, Action<IntegrationHealthOptions, TimeSpan> set) => new(
        name, FormattableString.Invariant($"a time span hh:mm:ss from {minimum:c} to {maximum:c}"),
        (options, text) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && Do(() => set(options, value)),
        options => get(options) is { } value && (value < minimum || value > maximum) ? value.ToString("c", CultureInfo.InvariantCulture) : null);

    private static bool Do(Action action)
    {
        action();
        return true;
    }
}
