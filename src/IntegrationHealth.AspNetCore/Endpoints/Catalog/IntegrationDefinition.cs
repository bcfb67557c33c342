using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Catalog;
using IntegrationHealth.Redaction;

namespace IntegrationHealth.Endpoints.Catalog;

/// <summary>An integration as the catalog holds it. Values of settings that look secret are never answered.</summary>
internal sealed record IntegrationDefinition(
    string Id,
    string Provider,
    string Name,
    string OwnerId,
    IReadOnlyList<string> Tags,
    long? IntervalMs,
    bool Enabled,
    JsonElement Settings,
    [property: JsonConverter(typeof(CamelCaseEnum<IntegrationOrigin>))] IntegrationOrigin Origin)
{
    public static IntegrationDefinition From(Integration integration) => new(
        integration.Id, integration.Provider, integration.Name, integration.OwnerId, integration.Tags,
        (long?)integration.Interval?.TotalMilliseconds, integration.Enabled, SettingsRedaction.Redact(integration.Settings), integration.Origin);
}

/// <summary>Body of a registration or change, for the OpenAPI document; <see cref="IntegrationBody"/> reads it.</summary>
internal sealed record IntegrationChange(
    string? Id, string? Provider, string? Name, string? OwnerId, IReadOnlyList<string>? Tags, long? IntervalMs, bool? Enabled, JsonElement? Settings);
