using System.Globalization;
using IntegrationHealth.Alerting.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.DependencyInjection;

/// <summary>
/// Reads the <c>IntegrationHealth</c> section, strictly: a value of the wrong kind and a key that nobody reads are both kept as faults,
/// which <see cref="OptionsValidator"/> reports together with what is out of range.
/// </summary>
internal sealed class OptionsReader(IConfiguration? configuration = null) : IConfigureOptions<IntegrationHealthOptions>
{
    /// <summary>Sections that are read elsewhere, and may hold anything there.</summary>
    private static readonly string[] ReadElsewhere = ["Integrations", "Credentials", ProviderOptionsReader.Section, "Endpoints", "Ui", "Email", .. FixedAlerting.Sections];

    private static readonly string[] SecretWords =
        ["secret", "token", "password", "pwd", "key", "credential", "connection", "auth", "webhook", "url", "header"];

    private const int LongestRepeated = 24;

    public void Configure(IntegrationHealthOptions options)
    {
        if (configuration?.GetSection(IntegrationHealthOptions.SectionName) is not { } section)
            return;

        foreach (var network in section.GetSection("Outbound:AllowedNetworks").GetChildren())
            options.Outbound.AllowedNetworks.Add(network.Value ?? "");
        foreach (var address in section.GetSection("Outbound:AllowedBaseAddresses").GetChildren())
            options.Outbound.AllowedBaseAddresses.Add(address.Value ?? "");
        foreach (var key in OptionKeys.All)
        {
            if (section[key.Name] is { } text && !key.TrySet(options, text))
                options.ReadFaults.Add(key.Refusal(IntegrationHealthOptions.SectionName, text));
        }

        ProviderOptionsReader.Read(section, options, options.ReadFaults);
        FindUnknown(section, options);
    }

    private static void FindUnknown(IConfigurationSection section, IntegrationHealthOptions options)
    {
        foreach (var leaf in section.AsEnumerable(makePathsRelative: true).Where(pair => pair.Value is not null))
        {
            var known = OptionKeys.All.Any(key => key.Name.Equals(leaf.Key, StringComparison.OrdinalIgnoreCase))
                || leaf.Key.StartsWith("Outbound:AllowedNetworks:", StringComparison.OrdinalIgnoreCase)
                || leaf.Key.StartsWith("Outbound:AllowedBaseAddresses:", StringComparison.OrdinalIgnoreCase)
                || ReadElsewhere.Contains(leaf.Key.Split(':')[0], StringComparer.OrdinalIgnoreCase);
            if (ReadElsewhere.Contains(leaf.Key, StringComparer.OrdinalIgnoreCase) && leaf.Value!.Length > 0)
                options.ReadFaults.Add($"{IntegrationHealthOptions.SectionName}:{leaf.Key}: a value is not allowed here ({Describe(leaf.Key, leaf.Value)}); write keys under it.");
            if (!known && leaf.Key.Length > 0)
                options.ReadFaults.Add($"{IntegrationHealthOptions.SectionName}:{leaf.Key}: nobody reads this key ({Describe(leaf.Key, leaf.Value!)}); "
                    + $"allowed are {string.Join(", ", OptionKeys.All.Select(key => key.Name))}, Outbound:AllowedNetworks:N, Outbound:AllowedBaseAddresses:N and Integrations, Credentials, Providers, {string.Join(", ", FixedAlerting.Sections)}.");
        }
    }

    /// <summary>Behind a mistyped key may stand a secret: only a plain value of a key without such a name is repeated.</summary>
    public static bool MayRepeat(string key, string value) =>
        value.Length <= LongestRepeated && !SecretWords.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase));

    public static string Describe(string key, string value) =>
        MayRepeat(key, value)
            ? $"its value is '{value}'"
            : string.Create(CultureInfo.InvariantCulture, $"its value of {value.Length} characters is not repeated, as it may be a secret");
}
