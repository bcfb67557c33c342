using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Endpoints;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class UtcTimeTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new UtcTime() } };

    [Theory]
    [InlineData("2026-03-10T12:00:00Z", "2026-03-10T12:00:00Z")]
    [InlineData("2026-03-10T12:00:00.1Z", "2026-03-10T12:00:00.1Z")]
    [InlineData("2026-03-10T12:00:00.120Z", "2026-03-10T12:00:00.12Z")]
    [InlineData("2026-03-10T12:00:00.0019999Z", "2026-03-10T12:00:00.001Z")]
    [InlineData("2026-03-10T12:00:00.0009Z", "2026-03-10T12:00:00Z")]
    [InlineData("2026-03-10T01:30:00.5+02:00", "2026-03-09T23:30:00.5Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.999Z")]
    public void Write_AnyTime_IsUtcToTheMillisecond_InJsonAsInText(string time, string expected)
    {
        var at = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

        JsonSerializer.Serialize(at, Options).Should().Be($"\"{expected}\"");
        UtcTime.Format(at).Should().Be(expected);
    }
}
