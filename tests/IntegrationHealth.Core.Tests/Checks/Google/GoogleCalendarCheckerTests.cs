using System.Text.Json;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Google;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Checks.Http;
using IntegrationHealth.Tests.Checks.Vendors;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Tests.Checks.Google;

public sealed class GoogleCalendarCheckerTests : IDisposable
{
    private readonly VendorProbe _probe = new();

    public void Dispose() => _probe.Dispose();

    [Theory]
    [InlineData("", null, "/calendar/v3/users/me/calendarList/primary")]
    [InlineData("calendar.readonly", null, "/calendar/v3/users/me/calendarList/primary")]
    [InlineData("calendar.events", null, "/calendar/v3/calendars/primary/events")]
    [InlineData("calendar.readonly", "team@group.calendar.google.com", "/calendar/v3/calendars/team@group.calendar.google.com/events")]
    [InlineData("calendar.calendarlist.readonly", "a/b", "/calendar/v3/users/me/calendarList/a%2Fb")]
    [InlineData("calendar.freebusy", null, "/calendar/v3/freeBusy")]
    public async Task CheckAsync_ScopesAndCalendar_ChooseTheProbe(string scopes, string? calendar, string path)
    {
        string? asked = null;
        await using var server = await LocalServer.StartAsync(async context =>
        {
            asked = context.Request.Path.Value;
            await context.Response.WriteAsync("""{"kind":"calendar#x","accessRole":"reader"}""");
        });

        var result = await CheckAsync(server, new GoogleCalendarSettings { CalendarId = calendar }, scopes);

        asked.Should().Be(path);
        result.Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Theory]
    [InlineData("owner", "calendar", true, CheckOutcome.Succeeded, IntegrationStatus.Healthy)]
    [InlineData("writer", "", true, CheckOutcome.Succeeded, IntegrationStatus.Healthy)]
    [InlineData("reader", "calendar", true, CheckOutcome.Degraded, IntegrationStatus.Unhealthy)]
    [InlineData("owner", "calendar.readonly", true, CheckOutcome.Degraded, IntegrationStatus.Unhealthy)]
    [InlineData("reader", "calendar", false, CheckOutcome.Succeeded, null)]
    public async Task CheckAsync_AccessRole_TellsWhetherEventsCanBeWritten(
        string role, string scopes, bool required, CheckOutcome outcome, IntegrationStatus? write)
    {
        await using var server = await LocalServer.AnswerAsync(
            200, $$"""{"kind":"calendar#calendarListEntry","id":"ada@example.com","summary":"Ada","timeZone":"Europe/Berlin","accessRole":"{{role}}"}""");

        var result = await CheckAsync(server, new GoogleCalendarSettings { RequireWrite = required }, scopes);

        result.Outcome.Should().Be(outcome);
        result.Capabilities.SingleOrDefault(one => one.Name == "write")?.Status.Should().Be(write);
        result.Capabilities.Any(one => one.Name == "write").Should().Be(write is not null);
        result.Data!["accessRole"].Should().Be(role);
        if (outcome == CheckOutcome.Degraded)
            result.Failure!.Kind.Should().Be(FailureKind.InsufficientScope);
    }

    [Fact]
    public async Task CheckAsync_OtherAccount_IsAFinding()
    {
        await using var server = await LocalServer.AnswerAsync(200, """{"kind":"calendar#calendarListEntry","id":"ada@example.com","accessRole":"owner"}""");

        var result = await CheckAsync(server, new GoogleCalendarSettings { AccountEmail = "bob@example.com" });

        (result.Outcome, result.Failure!.Kind).Should().Be((CheckOutcome.Degraded, FailureKind.Misconfigured));
    }

    [Fact]
    public async Task CheckAsync_EmptyList_IsHealthy()
    {
        await using var server = await LocalServer.AnswerAsync(200, """{"kind":"calendar#events","items":[]}""");

        (await CheckAsync(server, new GoogleCalendarSettings(), "calendar.events")).Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Theory]
    [InlineData(401, "authError", FailureKind.AuthenticationRevoked, ResponsibleParty.Owner)]
    [InlineData(403, "insufficientPermissions", FailureKind.InsufficientScope, ResponsibleParty.Owner)]
    [InlineData(403, "userRateLimitExceeded", FailureKind.RateLimited, ResponsibleParty.Nobody)]
    [InlineData(403, "rateLimitExceeded", FailureKind.RateLimited, ResponsibleParty.Nobody)]
    [InlineData(403, "quotaExceeded", FailureKind.RateLimited, ResponsibleParty.Nobody)]
    [InlineData(403, "accessNotConfigured", FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData(403, "forbiddenForServiceAccounts", FailureKind.AdminPolicy, ResponsibleParty.TenantAdministrator)]
    [InlineData(403, "domainPolicy", FailureKind.AdminPolicy, ResponsibleParty.TenantAdministrator)]
    [InlineData(404, "notFound", FailureKind.Misconfigured, ResponsibleParty.Owner)]
    [InlineData(429, "rateLimitExceeded", FailureKind.RateLimited, ResponsibleParty.Nobody)]
    [InlineData(500, "backendError", FailureKind.ProviderOutage, ResponsibleParty.Vendor)]
    [InlineData(503, "backendError", FailureKind.ProviderOutage, ResponsibleParty.Vendor)]
    public async Task CheckAsync_DocumentedError_IsDiagnosed(int status, string reason, FailureKind kind, ResponsibleParty party)
    {
        await using var server = await LocalServer.AnswerAsync(status, GmailCheckerTests.Error(status, null, reason, "X"));

        var result = await CheckAsync(server, new GoogleCalendarSettings { CalendarId = "team" });

        (result.Failure!.Kind, result.Failure.ResponsibleParty, result.Failure.VendorCode).Should().Be((kind, party, reason));
    }

    [Theory]
    [InlineData("notFound", FailureKind.Misconfigured)]
    [InlineData("odd", FailureKind.Unknown)]
    public async Task CheckAsync_FreeBusyError_IsReadFromA200(string reason, FailureKind kind)
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            using var asked = await JsonDocument.ParseAsync(context.Request.Body);
            var item = asked.RootElement.GetProperty("items")[0].GetProperty("id").GetString();
            var window = $"{asked.RootElement.GetProperty("timeMin")} {asked.RootElement.GetProperty("timeMax")}";
            context.Response.StatusCode = window == "2026-01-01T12:00:00Z 2026-01-01T13:00:00Z" ? 200 : 400;
            await context.Response.WriteAsync(
                $$$"""{"kind":"calendar#freeBusy","calendars":{"{{{item}}}":{"errors":[{"domain":"global","reason":"{{{reason}}}"}],"busy":[]} } }""");
        });

        var result = await CheckAsync(server, new GoogleCalendarSettings { CalendarId = "team" }, "calendar.freebusy");

        (result.Outcome, result.Failure!.Kind, result.Failure.VendorCode).Should().Be((CheckOutcome.Failed, kind, reason));
    }

    private Task<CheckResult> CheckAsync(LocalServer server, GoogleCalendarSettings settings, string scopes = "")
    {
        settings.BaseAddress = server.Address.ToString();
        return _probe.CheckAsync(
            GoogleCalendarProvider.Definition,
            settings,
            VendorProbe.Credential(30, scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }
}
