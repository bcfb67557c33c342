using System.Globalization;

namespace IntegrationHealth.Sample.Simulator;

/// <summary>
/// Google's <c>POST /token</c> for <c>grant_type=refresh_token</c>. The refresh token has the form of an access token: that of an
/// expired account gives a new access token, that of a revoked one answers <c>invalid_grant</c>.
/// </summary>
internal static class GoogleTokenEndpoint
{
    /// <summary>Short, so that a visitor sees a token end and be renewed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(120);

    private const string ContentType = "application/json; charset=utf-8";

    public static SimulatedAnswer Answer(IFormCollection form, DateTimeOffset now)
    {
        if (form["grant_type"] != "refresh_token")
            return Error("unsupported_grant_type", $"Invalid grant_type: {form["grant_type"]}");
        if (string.IsNullOrEmpty(form["refresh_token"]))
            return Error("invalid_request", "Missing required parameter: refresh_token");
        var token = SimulatedToken.Read(form["refresh_token"], now);
        if (token.Persona == Persona.Revoked)
            return Error("invalid_grant", "Token has been expired or revoked.");
        return new SimulatedAnswer(200, ContentType, $$"""
            {
              "access_token": "{{SimulatedToken.Until(now + Lifetime, token.Account)}}",
              "expires_in": {{((int)Lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture)}},
              "scope": "https://www.googleapis.com/auth/gmail.readonly",
              "token_type": "Bearer"
            }
            """);
    }

    private static SimulatedAnswer Error(string error, string description) => new(400, ContentType, $$"""
        {
          "error": "{{error}}",
          "error_description": "{{description}}"
        }
        """);
}
