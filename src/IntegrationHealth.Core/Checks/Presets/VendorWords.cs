using System.Text.Json;
using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Checks.Presets;

/// <summary>The sentences and lines that error maps share; the facts stand in each map.</summary>
internal static class VendorWords
{
    public static string Gone(string vendor) => $"{vendor} no longer accepts this connection. Reconnect it to go on.";

    public static string Busy(string vendor) => $"{vendor} asks for fewer requests for the moment. The connection itself works.";

    public static string Down(string vendor) => $"{vendor} has a fault of its own at the moment. There is nothing for you to do.";

    public static string Scope(string vendor) => $"{vendor} says that a permission is missing. Reconnect and allow what is asked for.";

    public static string Policy(string vendor) => $"An administrator of your {vendor} organisation does not allow this. Ask your administrator to allow it.";

    public static string Ours(string vendor) => $"{vendor} does not understand how this application asks. Its developers have to correct it.";

    /// <summary>Failing servers: their status alone never speaks of one connection.</summary>
    public static VendorError[] ServerFaults(string vendor, params int[] statuses) =>
        [.. statuses.Select(status => new VendorError(status, null, FailureKind.ProviderOutage, Down(vendor)) { Confidence = Confidence.Medium })];

    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static bool Says(JsonElement body, string property, string words) =>
        Text(body, property)?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;
}
