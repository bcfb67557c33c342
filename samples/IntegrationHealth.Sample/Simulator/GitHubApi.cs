using System.Globalization;

namespace IntegrationHealth.Sample.Simulator;

/// <summary>GitHub's <c>GET /user</c>, with the quota headers that come with every answer.</summary>
internal static class GitHubApi
{
    private const string ContentType = "application/json; charset=utf-8";
    private const int HourlyLimit = 5000;

    public static SimulatedAnswer MissingUserAgent { get; } = new(
        403, "text/html", "Request forbidden by administrative rules. Please make sure your request has a User-Agent header "
            + "(https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required). Check https://developer.github.com for other possible causes.\r\n");

    public static SimulatedAnswer User(SimulatedToken token, DateTimeOffset now) => token.Persona switch
    {
        Persona.Expired or Persona.Revoked => Error(401, "Bad credentials"),
        Persona.InsufficientScope => WithQuota(Error(403, "Resource not accessible by personal access token"), 12, now)
            .With("X-Accepted-GitHub-Permissions", "metadata=read"),
        Persona.RateLimited => WithQuota(Error(429, "API rate limit exceeded for user ID 583231."), HourlyLimit, now).With("Retry-After", "60"),
        Persona.Outage => Error(503, "No server is currently available to service your request. Sorry about that. Please try resubmitting your request and contact us if the problem persists."),
        _ => WithQuota(
            new SimulatedAnswer(200, ContentType, $$"""{"login":"{{token.Account}}","id":583231,"node_id":"MDQ6VXNlcjU4MzIzMQ==","type":"User","site_admin":false,"name":"{{token.Account}}","public_repos":8}"""),
            42, now).With("X-OAuth-Scopes", "read:user, repo").With("X-Accepted-OAuth-Scopes", ""),
    };

    private static SimulatedAnswer WithQuota(SimulatedAnswer answer, int used, DateTimeOffset now)
    {
        var hour = now.ToUnixTimeSeconds() / 3600;
        return answer
            .With("X-RateLimit-Limit", Text(HourlyLimit))
            .With("X-RateLimit-Remaining", Text(HourlyLimit - used))
            .With("X-RateLimit-Used", Text(used))
            .With("X-RateLimit-Reset", Text((hour + 1) * 3600))
            .With("X-RateLimit-Resource", "core");
    }

    private static SimulatedAnswer Error(int status, string message) => new(
        status, ContentType, $$"""{"message":"{{message}}","documentation_url":"https://docs.github.com/rest","status":"{{Text(status)}}"}""");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
