using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Docs.Running;

/// <summary>Gmail, Slack and their token endpoint in one: a token is good when it says so, and a consent gives one that is.</summary>
internal sealed class FakeVendor : IAsyncDisposable
{
    private const string Code = "code-of-a-consent";

    private readonly WebApplication _app;

    private FakeVendor(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<FakeVendor> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/gmail/v1/users/me/profile", (HttpRequest request) => IsGood(request)
            ? Results.Json(new { emailAddress = "ann@example.com", messagesTotal = 3, historyId = "7" })
            : Results.Json(new { error = new { code = 401, message = "Invalid Credentials", status = "UNAUTHENTICATED", errors = new[] { new { reason = "authError" } } } }, statusCode: 401));
        app.MapPost("/api/auth.test", (HttpRequest request) => IsGood(request)
            ? Results.Json(new { ok = true, url = "https://north.slack.com/", team = "North", team_id = "T1", user = "ann", user_id = "U1" })
            : Results.Json(new { ok = false, error = "token_revoked" }));
        app.MapPost("/token", (JsonElement body) => body.GetProperty("value").GetString() == Code
            ? Results.Json(new { access_token = "good", refresh_token = "good" })
            : Results.Json(new { error = "invalid_grant" }, statusCode: 400));
        app.MapGet("/consent", (string redirect, string state) => Results.Redirect($"{redirect}?code={Code}&state={Uri.EscapeDataString(state)}"));
        await app.StartAsync(cancellationToken);
        return new FakeVendor(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static bool IsGood(HttpRequest request) => request.Headers.Authorization.ToString() == "Bearer good";
}
