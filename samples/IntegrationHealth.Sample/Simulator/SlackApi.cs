namespace IntegrationHealth.Sample.Simulator;

/// <summary>Slack's auth.test and api.test: everything but a rate limit and an outage comes with HTTP 200.</summary>
internal static class SlackApi
{
    private const string ContentType = "application/json; charset=utf-8";

    public static SimulatedAnswer ApiTest { get; } = new(200, ContentType, """{"ok":true}""");

    public static SimulatedAnswer NotAuthenticated { get; } = new(200, ContentType, """{"ok":false,"error":"not_authed"}""");

    public static SimulatedAnswer AuthTest(SimulatedToken token) => token.Persona switch
    {
        Persona.Expired => Error("token_expired"),
        Persona.Revoked => Error(token.Account == "unknown" ? "invalid_auth" : "token_revoked"),
        Persona.InsufficientScope => new SimulatedAnswer(
            200, ContentType, """{"ok":false,"error":"missing_scope","needed":"channels:read","provided":"chat:write"}""")
            .With("X-OAuth-Scopes", "chat:write").With("X-Accepted-OAuth-Scopes", "channels:read"),
        Persona.RateLimited => new SimulatedAnswer(429, ContentType, """{"ok":false,"error":"ratelimited"}""").With("Retry-After", "30"),
        Persona.Outage => Error("service_unavailable") with { Status = 503 },
        _ => new SimulatedAnswer(
            200, ContentType,
            $$"""{"ok":true,"url":"https:\/\/acme-{{token.Account}}.slack.com\/","team":"Acme","user":"{{token.Account}}","team_id":"T0SIM0001","user_id":"U0SIM0001","bot_id":"B0SIM0001","is_enterprise_install":false}""")
            .With("X-OAuth-Scopes", "chat:write,channels:read"),
    };

    private static SimulatedAnswer Error(string error) => new(200, ContentType, $$"""{"ok":false,"error":"{{error}}"}""");
}
