using System.Text.Json;
using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Tests.Checks.Http;

public sealed class HttpSettingsTests
{
    [Fact]
    public void Read_ConfigurationHasOnlyStrings_ReadsNumbersAndAnyLetterCase()
    {
        var settings = Read(
            """{"Url":"https://a.test/","MAXREDIRECTS":"3","degradedLatencyMs":"250","MaxResponseBytes":"10","Headers":{"X-A":"1"}}""");

        (settings.Url, settings.MaxRedirects, settings.DegradedLatencyMs, settings.MaxResponseBytes).Should().Be(("https://a.test/", 3, 250, 10));
        settings.Headers.Should().ContainKey("X-A");
        settings.TlsExpiryWarningDays.Should().Be(14);
        settings.Method.Should().Be("GET");
    }

    [Theory]
    [InlineData("200", "200")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("null", null)]
    [InlineData("\"up\"", "up")]
    public void Read_NumberOrBooleanWhereTextIsMeant_IsText(string json, string? expected) =>
        Read($$"""{"jsonEquals":{{json}}}""").JsonEquals.Should().Be(expected);

    [Theory]
    [InlineData("""{"urll":"https://a.test/"}""", "urll")]
    [InlineData("""{"plan":{}}""", "plan")]
    [InlineData("""{"jsonEquals":[1]}""", "jsonEquals")]
    public void Read_NameOrValueThatIsNotKnown_IsAnError(string json, string name) =>
        FluentActions.Invoking(() => Read(json)).Should().Throw<JsonException>().WithMessage($"*{name}*");

    [Fact]
    public void Write_Settings_AreReadAgain()
    {
        var json = JsonSerializer.Serialize(new HttpCheckSettings { Url = "https://a.test/" }, HttpSettingsJson.Default.HttpCheckSettings);

        Read(json).Should().BeEquivalentTo(new HttpCheckSettings { Url = "https://a.test/" });
    }

    [Theory]
    [InlineData("""{}""", "settings.url", "settings.url is ''; allowed is an absolute http or https address")]
    [InlineData("""{"url":"api.example.com"}""", "settings.url", "'api.example.com'")]
    [InlineData("""{"url":"ftp://a.test/"}""", "settings.url", "ftp://a.test/")]
    [InlineData("""{"url":"file:///etc/passwd"}""", "settings.url", "file:///etc/passwd")]
    [InlineData("""{"url":"https://a.test/","baseAddress":"proxy"}""", "settings.baseAddress", "'proxy'")]
    [InlineData("""{"url":"https://a.test/","method":"BREW"}""", "settings.method", "'BREW'; allowed is GET, HEAD")]
    [InlineData("""{"url":"https://a.test/","method":null}""", "settings.method", "allowed is GET")]
    [InlineData("""{"url":"https://a.test/","body":"x"}""", "settings.body", "no body with GET")]
    [InlineData("""{"url":"https://a.test/","body":"x","method":"POST","contentType":"nonsense"}""", "settings.contentType", "'nonsense'")]
    [InlineData("""{"url":"https://a.test/","body":"x","method":"POST","contentType":"a/b\r\nX-Evil: 1"}""", "settings.contentType", "media type")]
    [InlineData("""{"url":"https://a.test/","headers":{"X Y":"1"}}""", "settings.headers", "'X Y'")]
    [InlineData("""{"url":"https://a.test/","headers":{"X-Y\r\nX-Evil":"1"}}""", "settings.headers", "names of letters")]
    [InlineData("""{"url":"https://a.test/","headers":{"Host":"b.test"}}""", "settings.headers.Host", "other than this one")]
    [InlineData("""{"url":"https://a.test/","headers":{"transfer-encoding":"chunked"}}""", "settings.headers.transfer-encoding", "other than")]
    [InlineData("""{"url":"https://a.test/","headers":{"X-Y":"1\r\nX-Evil: 1"}}""", "settings.headers.X-Y", "without line breaks")]
    [InlineData("""{"url":"https://a.test/","headers":{"X-Y":"ä"}}""", "settings.headers.X-Y", "visible ASCII")]
    [InlineData("""{"url":"https://a.test/","headers":{"X-Y":null}}""", "settings.headers.X-Y", "visible ASCII")]
    [InlineData("""{"url":"https://a.test/","expectedStatus":"2xx"}""", "settings.expectedStatus", "'2xx'")]
    [InlineData("""{"url":"https://a.test/","expectedStatus":"299-200"}""", "settings.expectedStatus", "'299-200'")]
    [InlineData("""{"url":"https://a.test/","expectedStatus":"600"}""", "settings.expectedStatus", "100 to 599")]
    [InlineData("""{"url":"https://a.test/","bodyMatches":"("}""", "settings.bodyMatches", "'('")]
    [InlineData("""{"url":"https://a.test/","bodyMatches":"(?=a)b"}""", "settings.bodyMatches", "without look-around")]
    [InlineData("""{"url":"https://a.test/","jsonPath":"a..b"}""", "settings.jsonPath", "'a..b'")]
    [InlineData("""{"url":"https://a.test/","jsonEquals":"x"}""", "settings.jsonEquals", "together with jsonPath")]
    [InlineData("""{"url":"https://a.test/","method":"HEAD","jsonPath":"x"}""", "settings.method", "needs a body")]
    [InlineData("""{"url":"https://a.test/","degradedLatencyMs":0}""", "settings.degradedLatencyMs", "'0'; allowed is 1 to 300000")]
    [InlineData("""{"url":"https://a.test/","tlsExpiryWarningDays":366}""", "settings.tlsExpiryWarningDays", "'366'")]
    [InlineData("""{"url":"https://a.test/","maxRedirects":21}""", "settings.maxRedirects", "0 to 20")]
    [InlineData("""{"url":"https://a.test/","maxResponseBytes":0}""", "settings.maxResponseBytes", "1 to 16777216")]
    public void Validate_ValueThatIsNotAllowed_NamesFieldValueAndWhatIs(string json, string field, string message)
    {
        var errors = HttpProvider.Definition.Validate!(Read(json)).ToList();

        errors.Should().ContainSingle();
        errors[0].Field.Should().Be(field);
        errors[0].Message.Should().Contain(message).And.StartWith(field);
    }

    [Fact]
    public void Validate_PasswordInUrl_IsRefusedWithoutShowingIt() =>
        HttpSettingsValidator.Validate(new HttpCheckSettings { Url = "https://user:hunter2@a.test/" }).Should().ContainSingle()
            .Which.Message.Should().Contain("a.test").And.NotContain("hunter2");

    [Fact]
    public void Validate_TooMuch_IsRefused()
    {
        var settings = new HttpCheckSettings
        {
            Url = "https://a.test/" + new string('x', 2_048),
            Method = "POST",
            Body = new string('x', 65_537),
            BodyContains = new string('x', 1_001),
            Headers = Enumerable.Range(0, 33).ToDictionary(index => $"X-{index}", _ => "1"),
        };

        HttpSettingsValidator.Validate(settings).Select(error => error.Field)
            .Should().BeEquivalentTo("settings.url", "settings.body", "settings.bodyContains", "settings.headers");
    }

    [Theory]
    [InlineData("200,204,300-399", 204, true)]
    [InlineData(" 200 - 299 , 404", 404, true)]
    [InlineData("200", 201, false)]
    [InlineData("100-599", 600, false)]
    [InlineData("100-599", -1, false)]
    public void Contains_Status_IsInTheSet(string text, int status, bool expected) =>
        StatusRanges.TryParse(text)!.Contains(status).Should().Be(expected);

    [Theory]
    [InlineData("https://api.example.com/x", null, "api.example.com")]
    [InlineData("https://api.example.com:8443/x", null, "api.example.com")]
    [InlineData("https://api.example.com/x", "http://127.0.0.1:5000", null)]
    [InlineData("http://localhost/x", null, null)]
    [InlineData("http://a.localhost/x", null, null)]
    [InlineData("http://10.0.0.1/x", null, null)]
    [InlineData("http://[::1]/x", null, null)]
    [InlineData("http://8.8.8.8/x", null, "8.8.8.8")]
    public void Target_Address_IsNullForLocalOnes(string url, string? baseAddress, string? target) =>
        new HttpCheckSettings { Url = url, BaseAddress = baseAddress }.Plan.Target.Should().Be(target);

    [Fact]
    public void Definition_Provider_IsHttp()
    {
        HttpProvider.Definition.Name.Should().Be("http");
        HttpProvider.Definition.SettingsType.Type.Should().Be<HttpCheckSettings>();
        (HttpProvider.Definition.UsesCredential, HttpProvider.Definition.SharesOneVendor).Should().Be((true, false));
    }

    private static HttpCheckSettings Read(string json) => JsonSerializer.Deserialize(json, HttpSettingsJson.Default.HttpCheckSettings)!;
}
