using System.Globalization;

namespace IntegrationHealth.Sample.Simulator;

/// <summary>Gmail's users.getProfile and Calendar's calendarList.list, with the error envelope that all Google APIs share.</summary>
internal static class GoogleApi
{
    private const string ContentType = "application/json; charset=UTF-8";
    private const string Realm = "Bearer realm=\"https://accounts.google.com/\"";

    public static SimulatedAnswer Profile(SimulatedToken token, DateTimeOffset now) =>
        Failure(token.Persona, now, "gmail.googleapis.com", "caribou.api.proto.MailboxService.GetProfile", "https://www.googleapis.com/auth/gmail.readonly")
        ?? new(200, ContentType, $$"""
            {
              "emailAddress": "{{token.Account}}@example.com",
              "messagesTotal": 48211,
              "threadsTotal": 20417,
              "historyId": "{{now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}}"
            }

            """);

    public static SimulatedAnswer CalendarList(SimulatedToken token, DateTimeOffset now) =>
        Failure(token.Persona, now, "calendar-json.googleapis.com", "calendar.v3.CalendarList.List", "https://www.googleapis.com/auth/calendar.readonly")
        ?? new(200, ContentType, $$"""
            {
             "kind": "calendar#calendarList",
             "items": [
              {
               "id": "{{token.Account}}@example.com",
               "summary": "{{token.Account}}@example.com",
               "timeZone": "Europe/Berlin",
               "accessRole": "owner",
               "primary": true
              }
             ]
            }

            """);

    /// <summary>calendarList.get: one entry by itself.</summary>
    public static SimulatedAnswer Calendar(SimulatedToken token, DateTimeOffset now) =>
        Failure(token.Persona, now, "calendar-json.googleapis.com", "calendar.v3.CalendarList.Get", "https://www.googleapis.com/auth/calendar.readonly")
        ?? new(200, ContentType, $$"""
            {
             "kind": "calendar#calendarListEntry",
             "id": "{{token.Account}}@example.com",
             "summary": "{{token.Account}}@example.com",
             "timeZone": "Europe/Berlin",
             "accessRole": "owner",
             "primary": true
            }

            """);

    private static SimulatedAnswer? Failure(Persona persona, DateTimeOffset now, string service, string method, string scope) => persona switch
    {
        Persona.Expired or Persona.Revoked => Error(
            401,
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. "
                + "See https://developers.google.com/identity/sign-in/web/devconsole-project.",
            "UNAUTHENTICATED", "global", "authError", "Invalid Credentials").With("WWW-Authenticate", $"{Realm}, error=\"invalid_token\""),
        Persona.InsufficientScope => Error(
            403, "Request had insufficient authentication scopes.", "PERMISSION_DENIED", "global", "insufficientPermissions", "Insufficient Permission",
            $$"""
            ,
                "details": [
                  {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                    "domain": "googleapis.com",
                    "metadata": {
                      "service": "{{service}}",
                      "method": "{{method}}"
                    }
                  }
                ]
            """).With("WWW-Authenticate", $"{Realm}, error=\"insufficient_scope\", scope=\"{scope}\""),
        // Google names the time in the message and sends no Retry-After.
        Persona.RateLimited => RateLimited(now.AddSeconds(60)),
        Persona.Outage => Error(503, "The service is currently unavailable.", "UNAVAILABLE", "global", "backendError", "Backend Error"),
        _ => null,
    };

    private static SimulatedAnswer RateLimited(DateTimeOffset until)
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"User-rate limit exceeded.  Retry after {until.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}");
        return Error(429, message, "RESOURCE_EXHAUSTED", "usageLimits", "rateLimitExceeded", message);
    }

    private static SimulatedAnswer Error(
        int code, string message, string status, string domain, string reason, string reasonMessage, string details = "") =>
        new(code, ContentType, $$"""
            {
              "error": {
                "code": {{code.ToString(CultureInfo.InvariantCulture)}},
                "message": "{{message}}",
                "errors": [
                  {
                    "message": "{{reasonMessage}}",
                    "domain": "{{domain}}",
                    "reason": "{{reason}}"
                  }
                ],
                "status": "{{status}}"{{details}}
              }
            }

            """);
}
