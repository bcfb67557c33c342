using System.Text.Json;

namespace IntegrationHealth.Catalog;

/// <summary>One connection of one owner (a user or tenant of the host) to one provider account.</summary>
public sealed record Integration
{
    /// <summary>Unique id: 1–128 characters of <c>A–Z a–z 0–9 . _ : -</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name of a registered provider, such as <c>http</c> or <c>gmail</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>What a person calls it, 1–200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The user or tenant of the host it belongs to, up to 128 characters; empty for the host's own.</summary>
    public string OwnerId { get; init; } = "";

    /// <summary>Labels for filters and alert scopes: up to 32, each 1–64 characters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Time between two checks while all is well, 1 s – 24 h; the provider's or the host's default when null.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>False pauses it: it is not checked and its status is <c>Paused</c>.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The provider's own settings: a JSON object, read into the provider's settings type.</summary>
    public JsonElement Settings { get; init; } = EmptySettings;

    /// <summary>Where it came from, which decides who may change it and how far its addresses are trusted.</summary>
    public IntegrationOrigin Origin { get; init; } = IntegrationOrigin.Runtime;

    /// <summary>An empty JSON object.</summary>
    public static JsonElement EmptySettings { get; } = JsonDocument.Parse("{}").RootElement.Clone();
}
