using System.Text.Json;
using IntegrationHealth.Checks.Vendors;
using IntegrationHealth.Status;

namespace IntegrationHealth.Checks.Google;

/// <summary>Looks at one calendar, and learns from the access role, without writing, whether events could be written.</summary>
internal sealed class GoogleCalendarChecker(VendorClient client, TimeProvider time) : IIntegrationChecker
{
    private const string Write = "write";

    /// <inheritdoc />
    public async ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var settings = context.GetSettings<GoogleCalendarSettings>();
        var granted = context.Credential?.Scopes ?? [];
        var request = GoogleCalendarRequests.Choose(settings, granted, time.GetUtcNow());
        var answer = await client.AskAsync(GoogleErrors.Calendar, request, context, cancellationToken);
        if (answer.Failed is { } failed)
            return failed;
        if (BusyError(answer.Body) is { } reason)
            return answer.Complete(NotThere(reason));

        var result = answer.Succeed("id", "summary", "timeZone", "accessRole");
        if (settings.CalendarId is null)
            result = GoogleAccount.Compare(result, "Google Calendar", settings.AccountEmail, answer.Text("id"));
        result = GoogleScopes.Calendar.Review(result, ScopeTable.Known(context.Credential), settings.RequiredScopes);
        return answer.Text("accessRole") is { } role ? JudgeRole(result, settings, granted, role) : result;
    }

    private static CheckResult JudgeRole(CheckResult result, GoogleCalendarSettings settings, IReadOnlyList<string> granted, string role)
    {
        var mayWrite = GoogleScopes.MayHold(granted, "calendar", "calendar.events", "calendar.app.created", "calendar.events.owned");
        var canWrite = role is "owner" or "writer" && mayWrite;
        var others = result.Capabilities.Where(capability => capability.Name != Write);
        if (canWrite)
            return result with { Capabilities = [.. others, new(Write, IntegrationStatus.Healthy)] };

        if (!settings.RequireWrite && !settings.RequiredScopes.Any(IsWriteScope))
            return result with { Capabilities = [.. others] };

        var message = mayWrite
            ? "Events can be read but not changed: this account may not write to the calendar. Ask its owner for the right to make changes."
            : "Events can be read but not changed: this was not allowed when the calendar was connected. Reconnect and allow it.";
        result = result with { Capabilities = [.. others, new(Write, IntegrationStatus.Unhealthy, message)] };
        return result.Outcome == CheckOutcome.Succeeded
            ? result with
            {
                Outcome = CheckOutcome.Degraded,
                Failure = CheckFailure.Of(FailureKind.InsufficientScope, message, Confidence.High) with
                {
                    Action = mayWrite ? RecoveryAction.ContactAdministrator : RecoveryAction.GrantScopes,
                    VendorCode = role,
                    DocsUrl = "https://developers.google.com/workspace/calendar/api/concepts/sharing",
                },
            }
            : result;
    }

    private static bool IsWriteScope(string scope) => scope.EndsWith("calendar", StringComparison.Ordinal)
        || scope.EndsWith("calendar.events", StringComparison.Ordinal);

    /// <summary>A free-busy query answers 200 and says of each calendar apart what is wrong with it.</summary>
    private static string? BusyError(JsonElement body)
    {
        if (!body.TryGetProperty("calendars", out var calendars) || calendars.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var calendar in calendars.EnumerateObject())
        {
            if (calendar.Value.ValueKind == JsonValueKind.Object && calendar.Value.TryGetProperty("errors", out var errors)
                && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0)
            {
                return errors[0] is { ValueKind: JsonValueKind.Object } first && first.TryGetProperty("reason", out var reason)
                    && reason.ValueKind == JsonValueKind.String ? reason.GetString() : "";
            }
        }

        return null;
    }

    private static CheckResult NotThere(string reason)
    {
        var error = GoogleErrors.Calendar.Find(404, reason) ?? new VendorError(null, null, FailureKind.Unknown,
            "Google Calendar answered that it cannot look into this calendar, without a reason that a rule explains.")
        { Confidence = Confidence.Low };
        var failure = CheckFailure.Of(error.Kind, error.Message, error.Confidence);
        return CheckResult.Failed(failure with
        {
            VendorCode = Http.VendorCodes.Clean(reason),
            DocsUrl = GoogleErrors.Calendar.DocsUrl,
            ResponsibleParty = error.ResponsibleParty ?? failure.ResponsibleParty,
        });
    }
}
