// What docs/your-integrations.md leaves to its reader: rows, a sign-in, and a client of the vendors' token endpoints. Compiled and run with the page by PageProcess.
using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

public static class Driver
{
    public static async Task Main(string[] args)
    {
        await using (var database = new HostDbContext(new DbContextOptionsBuilder<HostDbContext>().UseSqlite("Data Source=host.db").Options))
        {
            await database.Database.EnsureCreatedAsync();
            database.AddRange(Row("ann-mail", "ann", "gmail", "revoked"), Row("ann-chat", "ann", "slack", "good"), Row("ben-mail", "ben", "gmail", "good"));
            await database.SaveChangesAsync();
        }

        var vendor = args.Single(argument => argument.StartsWith("--Vendors:gmail=", StringComparison.Ordinal)).Split('=')[1];
        await ProgramOfThePage.RunAsync(args, new VendorTokens(new HttpClient { BaseAddress = new Uri(vendor) }));
    }

    private static Connection Row(string id, string user, string provider, string token) => new()
    {
        Id = id, UserId = user, Provider = provider, Name = id, AccessToken = token, RefreshToken = token, ChangedAt = 1,
        Scopes = provider == "gmail" ? ["https://www.googleapis.com/auth/gmail.readonly"] : [],
    };
}

public sealed class VendorTokens(HttpClient http) : IVendorTokens
{
    public string ConsentUrl(string provider, string redirectUrl, string state) =>
        $"{http.BaseAddress}consent?redirect={Uri.EscapeDataString(redirectUrl)}&state={Uri.EscapeDataString(state)}";

    public Task<TokenAnswer> ExchangeAsync(string provider, string code, string redirectUrl, CancellationToken cancellationToken) =>
        AskAsync("code", code, cancellationToken);

    public Task<TokenAnswer> RefreshAsync(string provider, string refreshToken, CancellationToken cancellationToken) =>
        AskAsync("refresh_token", refreshToken, cancellationToken);

    private async Task<TokenAnswer> AskAsync(string name, string value, CancellationToken cancellationToken)
    {
        var answer = await http.PostAsJsonAsync("token", new { name, value }, cancellationToken);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK
            ? new TokenAnswer(body.GetProperty("access_token").GetString(), body.GetProperty("refresh_token").GetString(), DateTimeOffset.UtcNow.AddHours(1), null)
            : new TokenAnswer(null, null, null, body.GetProperty("error").GetString());
    }
}

public static class MySignIn
{
    public static void MapMySignIn(this WebApplication app)
    {
        app.MapGet("/sign-in", (string returnUrl) => "Sign in, then on to " + returnUrl);
        app.MapPost("/sign-in", (string user, HttpContext http) => http.SignInAsync(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], CookieAuthenticationDefaults.AuthenticationScheme))));
    }
}
