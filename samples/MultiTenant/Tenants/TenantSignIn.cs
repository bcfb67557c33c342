using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace IntegrationHealth.Sample.MultiTenant.Tenants;

/// <summary>The host's own sign-in: a page, a cookie, and a claim with the tenant. Without passwords, as this is a demonstration.</summary>
internal static class TenantSignIn
{
    public const string MemberPolicy = "member";
    public const string OperatorPolicy = "operator";
    private const string OperatorRole = "operator";

    public static void AddTenantSignIn(this IServiceCollection services)
    {
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            // An API answers 401 and 403; the interface leads people to the page.
            cookie.Events.OnRedirectToLogin = context => Answer(context.Response, StatusCodes.Status401Unauthorized);
            cookie.Events.OnRedirectToAccessDenied = context => Answer(context.Response, StatusCodes.Status403Forbidden);
        });
        services.AddAuthorizationBuilder()
            .AddPolicy(MemberPolicy, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(OperatorPolicy, policy => policy.RequireRole(OperatorRole));
    }

    /// <summary>SameSite alone lets pages of a sibling domain through: what changes something must come from this host's own pages.</summary>
    public static void UseOwnPagesOnly(this WebApplication app) => app.Use((http, next) =>
    {
        var site = http.Request.Headers["Sec-Fetch-Site"].ToString();
        var isSafe = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        return isSafe || site is "" or "same-origin" ? next(http) : Answer(http.Response, StatusCodes.Status403Forbidden);
    });

    public static void MapTenantSignIn(this WebApplication app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/sign-in", () => Results.Content($"""
            <!doctype html><html lang="en"><title>Sign in</title>
            <h1>Who are you?</h1>
            <form method="post">{string.Concat(Person.All.Values.Select(person => $"<p><button name=\"name\" value=\"{person.Name}\">{person.Name} ({person.Tenant ?? "operator"})</button></p>"))}</form>
            """, "text/html; charset=utf-8"));
        pages.MapPost("/sign-in", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            if (!Person.All.TryGetValue(form["name"].ToString(), out var person))
                return Results.BadRequest();
            await http.SignInAsync(ToPrincipal(person));
            var back = http.Request.Query["returnUrl"].ToString();
            return Results.LocalRedirect(back is ['/', not ('/' or '\\'), ..] ? back : "/integration-health");
        }).DisableAntiforgery();
        pages.MapPost("/sign-out", async (HttpContext http) =>
        {
            await http.SignOutAsync();
            return Results.LocalRedirect("/sign-in");
        }).DisableAntiforgery();
    }

    private static ClaimsPrincipal ToPrincipal(Person person)
    {
        Claim[] claims = [new(ClaimTypes.NameIdentifier, person.Name), new(ClaimTypes.Name, person.Name),
            person.Tenant is { } tenant ? new(TenantAccess.TenantClaim, tenant) : new(ClaimTypes.Role, OperatorRole)];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme));
    }

    private static Task Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }
}
