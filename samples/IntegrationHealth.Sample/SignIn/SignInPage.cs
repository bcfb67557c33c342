using System.Text.Encodings.Web;
using IntegrationHealth.Sample.Hosting;

namespace IntegrationHealth.Sample.SignIn;

/// <summary>Stands for a host's own sign-in: three people, one button each.</summary>
internal static class SignInPage
{
    /// <summary>The cookie holds the demo token itself: there is nothing to protect.</summary>
    public const string Cookie = "integration-health-demo";

    public const string Address = "~/sign-in?returnUrl={returnUrl}";
    public const string SignOutAddress = "~/sign-out";
    private const string Home = "/integration-health";

    private static readonly CookieOptions CookieOptions = new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };

    private static readonly (string Token, string Name, string Sees)[] People =
    [
        ("demo-alice", "Alice", "an owner: sees her own connections"),
        ("demo-bob", "Bob", "an owner: sees his own connections"),
        ("demo-admin", "Administrator", "sees everything, sets up rules and channels"),
    ];

    public static void MapSignInPage(this WebApplication app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/sign-in", () => new HtmlPage("Who are you?", $"""
            <p>A demonstration: choose one of three people. A host brings its own sign-in.</p>
            <form method="post">{string.Concat(People.Select(Button))}</form>
            """));
        pages.MapPost("/sign-in", async (HttpContext http, IHostEnvironment environment) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var token = form["token"].ToString();
            if (!DemoSignIn.IsAllowedIn(environment) || !DemoSignIn.Owners.ContainsKey(token))
                return Results.BadRequest();
            http.Response.Cookies.Append(Cookie, token, CookieOptions);
            return Back(http.Request);
        }).DisableAntiforgery();
        pages.MapPost("/sign-out", (HttpContext http) =>
        {
            http.Response.Cookies.Delete(Cookie, CookieOptions);
            // Relative, as a proxy may serve this host under a path that it does not know.
            return new SeeOther("sign-in");
        });
    }

    private static string Button((string Token, string Name, string Sees) person) =>
        $"<button name=\"token\" value=\"{person.Token}\">{HtmlEncoder.Default.Encode(person.Name)} <small>{HtmlEncoder.Default.Encode(person.Sees)}</small></button>";

    private static SeeOther Back(HttpRequest request) => new(ReturnUrl(request.Query["returnUrl"]) ?? "." + Home);

    /// <summary>Only a path of this host: an address elsewhere would lead a person who has just signed in astray.</summary>
    private static string? ReturnUrl(string? url) =>
        url is { Length: > 0 } && url[0] == '/' && (url.Length == 1 || url[1] is not ('/' or '\\')) && !url.Any(char.IsControl) ? url : null;

    private sealed class SeeOther(string location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = location;
            return Task.CompletedTask;
        }
    }
}
