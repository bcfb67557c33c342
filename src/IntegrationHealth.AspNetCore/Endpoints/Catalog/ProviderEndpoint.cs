using System.Text.Json;
using IntegrationHealth.Checks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Catalog;

/// <summary>What can be registered: the providers of this host, and what each asks for.</summary>
internal static class ProviderEndpoint
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/providers", List)
            .WithName("ListProviders").WithSummary("Providers of this host, with the settings that their integrations take")
            .Produces<ProviderList>().Produces(StatusCodes.Status304NotModified).ProducesValidationProblem();

    private static JsonAnswer<ProviderList> List(HttpContext http, ProviderRegistry providers)
    {
        new QueryReader(http.Request).ThrowIfInvalid();
        return new JsonAnswer<ProviderList>(
            new ProviderList([.. providers.Definitions.OrderBy(definition => definition.Name, StringComparer.Ordinal).Select(ProviderItem.From)]),
            EndpointJson.Default.ProviderList);
    }
}

/// <summary>Providers by name.</summary>
internal sealed record ProviderList(IReadOnlyList<ProviderItem> Items);

/// <summary>One provider. <paramref name="IntervalMs"/> is its own time between checks, null where the host's holds.</summary>
internal sealed record ProviderItem(string Name, string DisplayName, bool UsesCredential, long? IntervalMs, IReadOnlyList<ProviderSettingItem> Settings)
{
    public static ProviderItem From(ProviderDefinition definition) => new(
        definition.Name, definition.DisplayName, definition.UsesCredential, (long?)definition.Interval?.TotalMilliseconds, ProviderSettingItem.Of(definition.SettingsType));
}

/// <summary>
/// One setting. <paramref name="Type"/> is text, number, boolean, list (of texts), map (of texts) or json; <paramref name="Default"/> is what holds
/// where it is left out.
/// </summary>
internal sealed record ProviderSettingItem(string Name, string Type, bool Required, JsonElement? Default)
{
    public static IReadOnlyList<ProviderSettingItem> Of(System.Text.Json.Serialization.Metadata.JsonTypeInfo type)
    {
        var defaults = type.CreateObject?.Invoke();
        return [.. type.Properties.Where(property => property.Set is not null || defaults is null).Select(property => new ProviderSettingItem(
            property.Name, TypeOf(property.PropertyType), property.IsRequired, defaults is null ? null : Json(property.Get?.Invoke(defaults))))];
    }

    private static string TypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) || type == typeof(TimeSpan) || type == typeof(Uri) || type.IsEnum ? "text"
            : type == typeof(bool) ? "boolean"
            : type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(decimal) ? "number"
            : type.IsAssignableTo(typeof(IEnumerable<string>)) ? "list"
            : type.IsAssignableTo(typeof(IEnumerable<KeyValuePair<string, string>>)) ? "map"
            : "json";
    }

    /// <summary>Of plain values alone; lists and maps begin empty.</summary>
    private static JsonElement? Json(object? value) => value switch
    {
        string text => JsonSerializer.SerializeToElement(text, EndpointJson.Default.String),
        bool yes => JsonSerializer.SerializeToElement(yes, EndpointJson.Default.Boolean),
        int number => JsonSerializer.SerializeToElement(number, EndpointJson.Default.Int64),
        long number => JsonSerializer.SerializeToElement(number, EndpointJson.Default.Int64),
        _ => null,
    };
}
