using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Tests.Checks.Http;

public sealed class AnswerReadingTests
{
    [Theory]
    [InlineData("realm=\"x\", error=\"invalid_token\", error_description=\"it, has = ended\", scope=\"a b\"", "invalid_token", "a b")]
    [InlineData("error=invalid_token,scope=a", "invalid_token", "a")]
    [InlineData("ERROR = \"inv\\\"alid\"", "inv\"alid", null)]
    [InlineData("error=\"open", "open", null)]
    [InlineData("realm=\"x\"", null, null)]
    [InlineData("garbage", null, null)]
    [InlineData("", null, null)]
    [InlineData(null, null, null)]
    public void Parse_Challenge_FindsErrorAndScope(string? parameters, string? error, string? scope) =>
        BearerChallenge.Parse(parameters).Should().Be(new BearerChallenge(error, scope));

    [Fact]
    public void From_SeveralChallenges_ReadsTheBearerOne()
    {
        using var response = new HttpResponseMessage();
        response.Headers.WwwAuthenticate.Add(new AuthenticationHeaderValue("Basic", "realm=\"x\""));
        BearerChallenge.From(response.Headers.WwwAuthenticate).Error.Should().BeNull();

        response.Headers.WwwAuthenticate.Add(new AuthenticationHeaderValue("bearer", "error=\"invalid_token\""));
        BearerChallenge.From(response.Headers.WwwAuthenticate).Error.Should().Be("invalid_token");
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("0", 0)]
    [InlineData("999999", 86_400)]
    [InlineData("Thu, 01 Jan 2026 12:01:00 GMT", 60)]
    [InlineData("Thu, 01 Jan 2026 11:00:00 GMT", 0)]
    [InlineData(null, null)]
    public void From_RetryAfter_IsAWaitOfUpToADay(string? header, int? seconds)
    {
        var value = header is null ? null : RetryConditionHeaderValue.Parse(header);

        RetryAfterHint.From(value, HttpProbe.Now).Should().Be(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null);
    }

    [Theory]
    [InlineData("""{"error":"invalid_grant","error_description":"x"}""", "invalid_grant")]
    [InlineData("""{"error":{"code":401,"status":"UNAUTHENTICATED"}}""", "UNAUTHENTICATED")]
    [InlineData("""{"error":{"code":"expired"}}""", "expired")]
    [InlineData("""{"error":{"type":"card"}}""", "card")]
    [InlineData("""  {"code":42}""", "42")]
    [InlineData("""{"errorCode":"E1"}""", "E1")]
    [InlineData("""{"status":"BAD_REFRESH_TOKEN"}""", "BAD_REFRESH_TOKEN")]
    [InlineData("""{"status":"ok","db":{"up":false}}""", null)]
    [InlineData("""{"error":"The token abc was not accepted"}""", null)]
    [InlineData("""{"error":"xoxb-1234567890"}""", "[redacted]")]
    [InlineData("""{"error":true}""", null)]
    [InlineData("""{"error":""", null)]
    [InlineData("""["error"]""", null)]
    [InlineData("<html>", null)]
    [InlineData("", null)]
    public void Find_Body_YieldsItsCode(string body, string? code) => VendorCodes.Find(Encoding.UTF8.GetBytes(body)).Should().Be(code);

    [Theory]
    [InlineData("status", "\"ok\"", "ok", true)]
    [InlineData("$.status", "\"ok\"", "OK", false)]
    [InlineData("status", "true", "True", true)]
    [InlineData("status", "null", "null", true)]
    [InlineData("status", "1.0", "1", true)]
    [InlineData("status", "1e2", "100", true)]
    [InlineData("status", "1", "2", false)]
    [InlineData("status", "[1]", "[1]", true)]
    public void IsEqual_Value_ComparesByItsKind(string path, string json, string expected, bool equal)
    {
        using var document = JsonDocument.Parse($$"""{"status":{{json}}}""");

        JsonPath.TryParse(path)!.TryFind(document.RootElement, out var found).Should().BeTrue();
        JsonPath.IsEqual(found, expected).Should().Be(equal);
    }

    [Theory]
    [InlineData("$.data.items[1].state", "two")]
    [InlineData("data.items[0].state", "one")]
    [InlineData("data.items[2].state", null)]
    [InlineData("data[0]", null)]
    [InlineData("data.items.state", null)]
    [InlineData("data.none", null)]
    public void TryFind_Path_WalksNamesAndIndexes(string path, string? value)
    {
        using var document = JsonDocument.Parse("""{"data":{"items":[{"state":"one"},{"state":"two"}]}}""");

        JsonPath.TryParse(path)!.TryFind(document.RootElement, out var found).Should().Be(value is not null);
        if (value is not null)
            found.GetString().Should().Be(value);
    }

    [Theory]
    [InlineData("$", true)]
    [InlineData("[0][1]", true)]
    [InlineData("$[0].a", true)]
    [InlineData("", false)]
    [InlineData("a..b", false)]
    [InlineData("a.", false)]
    [InlineData("a[x]", false)]
    [InlineData("a[-1]", false)]
    [InlineData("a[0", false)]
    [InlineData("a[0]b", false)]
    [InlineData("a]b", false)]
    public void TryParse_JsonPath_AcceptsOnlyItsForm(string path, bool valid) => (JsonPath.TryParse(path) is not null).Should().Be(valid);

    [Theory]
    [InlineData("""{"status":"up","token":"x"}""", null, null)]
    [InlineData("""{"status":"down"}""", "reports 'down' at 'status' where 'up' was expected", RecoveryAction.Wait)]
    [InlineData("""{"other":1}""", "has nothing at 'status'", RecoveryAction.FixConfiguration)]
    [InlineData("up", "is not JSON", RecoveryAction.FixConfiguration)]
    [InlineData(" <HTML>", "web page", RecoveryAction.FixConfiguration)]
    public void Examine_Json_SaysWhichConditionIsNotMet(string body, string? message, RecoveryAction? action)
    {
        var failure = Examine(new HttpCheckSettings { JsonPath = "status", JsonEquals = "up" }, Encoding.UTF8.GetBytes(body));

        failure?.Kind.Should().Be(FailureKind.InvalidResponse);
        failure?.Action.Should().Be(action);
        failure?.Message.Should().Contain(message);
        (failure is null).Should().Be(message is null);
    }

    [Fact]
    public void Examine_JsonThatIsNoText_IsShownAsItStands() => Examine(
        new HttpCheckSettings { JsonPath = "db.up", JsonEquals = "true" }, """{"status":"ok","db":{"up":false}}"""u8.ToArray())!.Message.Should().Contain("reports 'false'");

    [Fact]
    public void Examine_JsonWithByteOrderMark_IsRead() =>
        Examine(new HttpCheckSettings { JsonPath = "status" }, [0xEF, 0xBB, 0xBF, .. """{"status":1}"""u8]).Should().BeNull();

    [Fact]
    public void Examine_SecretPlace_DoesNotShowItsValue() =>
        Examine(new HttpCheckSettings { JsonPath = "access_token", JsonEquals = "x" }, """{"access_token":"hunter2"}"""u8.ToArray())!
            .Message.Should().NotContain("hunter2");

    [Fact]
    public void Examine_Text_ChecksEachCondition()
    {
        Examine(new HttpCheckSettings { BodyContains = "well", BodyNotContains = "down", BodyMatches = "^all" }, "all is well"u8.ToArray()).Should().BeNull();
        Examine(new HttpCheckSettings { BodyContains = "Well" }, "all is well"u8.ToArray())!.Message.Should().Contain("bodyContains");
        Examine(new HttpCheckSettings { BodyNotContains = "well" }, "all is well"u8.ToArray())!.Message.Should().Contain("bodyNotContains");
        Examine(new HttpCheckSettings { BodyMatches = "^well" }, "all is well"u8.ToArray())!.Message.Should().Contain("bodyMatches");
    }

    [Theory]
    [InlineData("iso-8859-1", "ä")]
    [InlineData("\"utf-8\"", "Ã¤")]
    [InlineData("utf-16", "x")]
    [InlineData("utf-16be", "x")]
    public void Decode_Charset_IsHonoured(string charset, string expected)
    {
        byte[] bytes = charset switch
        {
            "utf-16" => [0x78, 0],
            "utf-16be" => [0, 0x78],
            "iso-8859-1" => [0xE4],
            _ => Encoding.UTF8.GetBytes(expected),
        };

        BodyText.Decode(bytes, charset).Should().Be(expected);
    }

    [Theory]
    [InlineData("text/HTML", "", true)]
    [InlineData("application/xhtml+xml", "", true)]
    [InlineData("text/plain", " \r\n<!DOCTYPE html>", true)]
    [InlineData(null, "<html lang=en>", true)]
    [InlineData("application/json", "{}", false)]
    [InlineData(null, "", false)]
    public void IsHtml_Body_IsKnownByTypeOrFirstTag(string? type, string body, bool html) =>
        BodyText.IsHtml(type, Encoding.UTF8.GetBytes(body)).Should().Be(html);

    private static CheckFailure? Examine(HttpCheckSettings settings, byte[] body)
    {
        settings.Url = "https://api.example.com/";
        return BodyConditions.Examine(settings.Plan, body, mediaType: null, charset: null);
    }
}
