using System.Security.Claims;

namespace IntegrationHealth.Authorization;

/// <summary>Who calls, for logs and allowances. What they may see is decided elsewhere.</summary>
internal static class Caller
{
    public const string Anonymous = "anonymous";

    private const int MaxLength = 200;

    public static string NameOf(ClaimsPrincipal user)
    {
        var name = IdOf(user) ?? (user.Identity is { IsAuthenticated: true, Name: { Length: > 0 } given } ? given : Anonymous);
        return name.Length <= MaxLength ? name : name[..MaxLength];
    }

    public static string? IdOf(ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier) ?? user.FindFirstValue("sub");
}
