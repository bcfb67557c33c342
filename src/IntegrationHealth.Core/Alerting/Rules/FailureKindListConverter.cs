using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Alerting.Rules;

/// <summary>Kinds as camelCase strings; an unknown one is named.</summary>
internal sealed class FailureKindListConverter : JsonConverter<IReadOnlyList<FailureKind>>
{
    private static readonly (FailureKind Kind, string Name)[] Names =
        [.. Enum.GetValues<FailureKind>().Select(kind => (kind, JsonNamingPolicy.CamelCase.ConvertName(kind.ToString())))];

    public override IReadOnlyList<FailureKind> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("It must be an array.");
        var kinds = new List<FailureKind>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            var index = Array.FindIndex(Names, name => name.Name == text);
            if (index < 0)
                throw new JsonException($"'{text}' is not one of: {string.Join(", ", Names.Select(name => name.Name))}.");
            kinds.Add(Names[index].Kind);
        }

        return kinds;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<FailureKind> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var kind in value)
            writer.WriteStringValue(Array.Find(Names, name => name.Kind == kind).Name);
        writer.WriteEndArray();
    }
}
