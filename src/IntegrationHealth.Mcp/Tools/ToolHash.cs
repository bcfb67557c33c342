using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace IntegrationHealth.Mcp.Tools;

/// <summary>
/// A short mark of what a tool takes. The order of properties, and words written for people, change nothing for a caller and so nothing in it.
/// Pure.
/// </summary>
internal static class ToolHash
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal) { "title", "description", "examples", "$comment" };

    /// <summary>Ten hexadecimal digits of the SHA-256 of the schema in one fixed form.</summary>
    public static string Of(JsonElement inputSchema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, inputSchema, isSchema: true);
        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan)[..5]);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, bool isSchema)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    // A property of the tool may itself be called "description": only within a schema the word speaks to people.
                    if (isSchema && Words.Contains(property.Name))
                        continue;
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, isSchema: !isSchema || property.Name is not ("properties" or "$defs" or "definitions"));
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(writer, item, isSchema);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Undefined:
                writer.WriteNullValue();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
