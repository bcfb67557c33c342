namespace IntegrationHealth.Sample.Simulator;

/// <summary>An API that keeps to RFC 6750: the diagnosis stands in <c>WWW-Authenticate</c>.</summary>
internal static class OAuthApi
{
    private const string ContentType = "application/json";

    /// <summary>What a captive portal or a single sign-on proxy puts in the place of any API.</summary>
    public static SimulatedAnswer LoginPage { get; } = new(
        200, "text/html; charset=utf-8",
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Sign in</title></head><body><h1>Sign in to continue</h1>"
            + "<form method=\"post\" action=\"/login\"><input name=\"user\"><input name=\"password\" type=\"password\"></form></body></html>\n");

    public static SimulatedAnswer Me(SimulatedToken token) => token.Persona switch
    {
        Persona.Expired => Error(401, "invalid_token", "The access token expired"),
        Persona.Revoked => Error(401, "invalid_token", "The access token was revoked"),
        Persona.InsufficientScope => Error(403, "insufficient_scope", "The request requires higher privileges than provided by the access token", ", scope=\"contacts.read\""),
        Persona.RateLimited => new SimulatedAnswer(429, ContentType, """{"error":"rate_limited","error_description":"Too many requests"}""").With("Retry-After", "30"),
        Persona.Outage => new SimulatedAnswer(503, ContentType, """{"error":"temporarily_unavailable","error_description":"The service is down for maintenance"}"""),
        _ => new SimulatedAnswer(200, ContentType, $$"""{"id":"{{token.Account}}","email":"{{token.Account}}@example.com","plan":"team"}"""),
    };

    private static SimulatedAnswer Error(int status, string error, string description, string scope = "") =>
        new SimulatedAnswer(status, ContentType, $$"""{"error":"{{error}}","error_description":"{{description}}"}""")
            .With("WWW-Authenticate", $"Bearer realm=\"api\", error=\"{error}\", error_description=\"{description}\"{scope}");
}
