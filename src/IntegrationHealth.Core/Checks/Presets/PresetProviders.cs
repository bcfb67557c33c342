namespace IntegrationHealth.Checks.Presets;

/// <summary>The providers that are nothing but a table.</summary>
internal static class PresetProviders
{
    public static IReadOnlyList<ProviderDefinition> All { get; } =
    [
        .. new[] { GitHub.Preset, MicrosoftGraph.Preset, Stripe.Preset, HubSpot.Preset, Salesforce.Preset, Notion.Preset, Jira.Preset }
            .Select(preset => preset.Definition),
    ];
}
