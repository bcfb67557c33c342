using System.Net;
using System.Text;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>Fault 30: whatever stands in a body, the answer is a 400 that names the field, in words that are not .NET's.</summary>
public sealed class BadBodyTests
{
    private const string Silence = "\"matchers\":[{\"label\":\"provider\",\"op\":\"=\",\"value\":\"x\"}],\"endsAt\":\"2027-01-01T00:00:00Z\"}";

    [Theory]
    [InlineData("alert-rules", """{"name":"n","name":"m","conditions":[{"type":"providerOutage"}]}""", "name")]
    [InlineData("alert-rules", """{"name":"n","Name":"m","conditions":[{"type":"providerOutage"}]}""", "body")]
    [InlineData("alert-rules", """{"name":"n","scope":{"tags":[],"tags":["a"]},"conditions":[{"type":"providerOutage"}]}""", "tags")]
    [InlineData("alert-rules", """{"name":"n","conditions":[{"type":"consecutiveFailures","threshold":1,"threshold":2}]}""", "threshold")]
    [InlineData("alert-rules", """{"name":"a\udc00b","conditions":[{"type":"providerOutage"}]}""", "body")]
    [InlineData("alert-rules", """{"na\udc00me":"b","conditions":[{"type":"providerOutage"}]}""", "body")]
    [InlineData("alert-rules", """{"name":"n","pendingMs":-9223372036854775808,"conditions":[{"type":"providerOutage"}]}""", "pendingMs")]
    [InlineData("alert-rules", """{"name":"n","pendingMs":null,"conditions":[{"type":"providerOutage"}]}""", "pendingMs")]
    [InlineData("alert-rules", """{"name":null,"conditions":[{"type":"providerOutage"}]}""", "name")]
    [InlineData("alert-rules", """{"name":"n","scope":null,"conditions":[{"type":"providerOutage"}]}""", "scope")]
    [InlineData("alert-rules", """{"name":"n","scope":{"tags":null},"conditions":[{"type":"providerOutage"}]}""", "scope.tags")]
    [InlineData("alert-rules", """{"name":"n","conditions":[null]}""", "conditions[0]")]
    [InlineData("alert-rules/preview", """{"name":"n","conditions":[null]}""", "conditions[0]")]
    [InlineData("alert-rules", """{"name":"n","channelIds":[null],"conditions":[{"type":"providerOutage"}]}""", "channelIds[0]")]
    [InlineData("alert-rules", """{"name":"n","scope":{"ownerIds":["alice"]},"conditions":[{"type":"providerOutage"}]}""", "scope.ownerIds")]
    [InlineData("alert-rules", """{"name":"n","scope":{"tags":["a"],"integrationIds":["i"]},"conditions":[{"type":"providerErrorRate","thresholdPercent":5}]}""", "scope.tags")]
    [InlineData("notification-channels", """{"name":"n","type":"test","type":"test"}""", "type")]
    [InlineData("notification-channels", """{"name":"n","type":"webhook","settings":null}""", "settings")]
    [InlineData("notification-channels", """{"name":"n","type":"test","settings":[]}""", "settings")]
    [InlineData("notification-channels", """{"name":"n","type":"webhook","settings":{"url":"https://x.example"},"templates":{"body":null}}""", "templates.body")]
    [InlineData("notification-channels", """{"name":"n","type":"test","quietHours":{"from":"08:00","to":"08:00"}}""", "quietHours")]
    [InlineData("silences", "{\"comment\":\"a\",\"comment\":\"b\"," + Silence, "comment")]
    [InlineData("silences", """{"matchers":[null],"endsAt":"2027-01-01T00:00:00Z"}""", "matchers[0]")]
    [InlineData("silences", "{\"id\":\"../x\"," + Silence, "id")]
    [InlineData("silences", "{\"id\":\"a/b?c\\n<script>\"," + Silence, "id")]
    [InlineData("silences", """{"matchers":[{"label":"provider","op":"=~","value":".*"}],"endsAt":"2027-01-01T00:00:00Z"}""", "matchers")]
    [InlineData("silences", """{"matchers":[{"label":"provider","op":"!=","value":"x"},{"label":"tag","op":"!~","value":".+"}],"endsAt":"2027-01-01T00:00:00Z"}""", "matchers")]
    [InlineData("maintenance-windows", """{"id":"a b","name":"w","cron":"30 2 * * *","durationMs":60000}""", "id")]
    [InlineData("maintenance-windows", """{"name":"w","cron":"30 2 * * *","durationMs":60000,"matchers":[null]}""", "matchers[0]")]
    [InlineData("escalation-policies", """{"name":"p","steps":[null]}""", "steps[0]")]
    [InlineData("escalation-policies", """{"name":"p","steps":[{"delayMs":0,"channelIds":[null]}]}""", "steps[0].channelIds[0]")]
    [InlineData("alerts/none/acknowledge", """{"comment":"a","comment":"b"}""", "comment")]
    [InlineData("alerts/none/acknowledge", """{"comment":"\udc00"}""", "body")]
    public async Task Body_ThatCannotBeUsed_Is400AndNamesTheField(string path, string body, string field)
    {
        await using var host = await AlertingHost.StartAsync();

        var (status, problem, _) = await host.SendAsync(HttpMethod.Post, $"/api/admin/{path}", new StringContent(body, Encoding.UTF8, "application/json"));

        status.Should().Be(HttpStatusCode.BadRequest, problem.GetRawText());
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Contain(field, problem.GetRawText());
        problem.GetRawText().Should().NotContain("constructor").And.NotContain("IntegrationHealth.").And.NotContain("System.");
    }

    [Fact]
    public async Task Id_OfASilence_HasALength()
    {
        await using var host = await AlertingHost.StartAsync();

        var (status, problem, _) = await host.SendAsync(HttpMethod.Post, "/api/admin/silences",
            new StringContent($$"""{"id":"{{new string('x', 5_000)}}",{{Silence}}""", Encoding.UTF8, "application/json"));

        status.Should().Be(HttpStatusCode.BadRequest, problem.GetRawText());
        problem.GetProperty("errors").TryGetProperty("id", out _).Should().BeTrue();
    }

    [Theory]
    [InlineData("""{"name":"C:\\u0000","conditions":[{"type":"providerOutage"}]}""", @"C:\u0000")]
    [InlineData("""{"name":"\\ud800 \ud83d\ude00","conditions":[{"type":"providerOutage"}]}""", "\\ud800 😀")]
    [InlineData("""{"Name":"any case","conditions":[{"type":"providerOutage"}]}""", "any case")]
    public async Task Body_ThatOnlyLooksWrong_IsTaken(string body, string name)
    {
        await using var host = await AlertingHost.StartAsync();

        var (status, answer, _) = await host.SendAsync(HttpMethod.Post, "/api/admin/alert-rules", new StringContent(body, Encoding.UTF8, "application/json"));

        status.Should().Be(HttpStatusCode.Created, answer.GetRawText());
        answer.GetProperty("name").GetString().Should().Be(name);
    }

    [Fact]
    public async Task Cron_ThatIsNone_IsShownWithoutControlCharacters()
    {
        await using var host = await AlertingHost.StartAsync();

        var (_, problem, _) = await host.SendAsync(HttpMethod.Post, "/api/admin/maintenance-windows", new { name = "w", cron = "a\u0001b", durationMs = 60_000 });

        problem.GetProperty("errors").GetProperty("cron")[0].GetString().Should().NotContain("\u0001").And.NotContain("\\u0000");
    }
}
