using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHealth.Alerting;

/// <summary>A duration as whole milliseconds.</summary>
internal sealed class MillisecondsConverter : JsonConverter<TimeSpan>
{
    private static readonly long Longest = (long)TimeSpan.MaxValue.TotalMilliseconds;

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        long milliseconds = 0;
        var read = reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt64(out milliseconds),
            JsonTokenType.String => long.TryParse(reader.GetString(), System.Globalization.CultureInfo.InvariantCulture, out milliseconds),
            _ => false,
        };
        return read && milliseconds > -Longest && milliseconds < Longest
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new JsonException("It must be a whole number of milliseconds.");
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((long)value.TotalMilliseconds);
}
