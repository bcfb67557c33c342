using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IntegrationHealth.Auditing;

/// <summary>What differs between two states, as the API would answer them: so a secret that is not answered is not written here either.</summary>
internal static class AuditChanges
{
    private const int MaxChanges = 64;
    private const int MaxText = 500;

    /// <summary>Differences, nested fields with dots between; null for a state that is not there. Text beyond 500 characters is cut.</summary>
    public static IReadOnlyList<AuditChange> Between<T>(T? before, T? after, JsonTypeInfo<T> type)
        where T : class
    {
        var fields = new SortedDictionary<string, (string? Before, string? After)>(StringComparer.Ordinal);
        if (before is not null)
            Collect("", JsonSerializer.SerializeToElement(before, type), (field, value) => fields[field] = (value, null));
        if (after is not null)
        {
            Collect("", JsonSerializer.SerializeToElement(after, type),
                (field, value) => fields[field] = (fields.GetValueOrDefault(field).Before, value));
        }

        return [.. fields.Where(field => field.Value.Before != field.Value.After).Take(MaxChanges)
            .Select(field => new AuditChange(field.Key, Cut(field.Value.Before), Cut(field.Value.After)))];
    }

    private static void Collect(string field, JsonElement value, Action<string, string> found)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
                Collect(field.Length == 0 ? member.Name : $"{field}.{member.Name}", member.Value, found);
        }
        else if (value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
        {
            found(field, value.GetRawText());
        }
    }

    private static string? Cut(string? text) => text is { Length: > MaxText } ? string.Concat(text.AsSpan(0, MaxText - 1), "…") : text;
}
