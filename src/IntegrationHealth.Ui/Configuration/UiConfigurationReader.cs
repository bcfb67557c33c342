using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using IntegrationHealth.Ui.DependencyInjection;
using IntegrationHealth.Ui.Serving;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Ui.Configuration;

/// <summary>Says what the client of this very person must know.</summary>
internal sealed class UiConfigurationReader(IntegrationHealthUiOptions options)
{
    public async Task<UiConfiguration> ReadAsync(HttpContext http, string uiPath)
    {
        var root = RelativePaths.ToApplicationRoot(uiPath);
        var user = await MappedRoutes.CallerAsync(http);
        var signedIn = user.Identity?.IsAuthenticated == true;
        return new UiConfiguration(
            options.Title,
            MappedRoutes.ApiPath(http) is { } api ? root + api : null,
            signedIn ? user.Identity!.Name ?? user.FindFirstValue(ClaimTypes.NameIdentifier) ?? user.FindFirstValue("sub") ?? "" : null,
            signedIn ? Key(user) : null,
            await MappedRoutes.IsAdministratorAsync(http),
            Address(options.SignInUrl, root), Address(options.SignOutUrl, root), Address(options.AccessTokenUrl, root), Address(options.ThemeUrl, root));
    }

    private static string Key(ClaimsPrincipal user) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{user.FindFirstValue(ClaimTypes.NameIdentifier)}\n{user.FindFirstValue("sub")}\n{user.Identity?.Name}")).AsSpan(0, 8));

    private static string? Address(string? url, string root) =>
        url?.StartsWith("~/", StringComparison.Ordinal) == true ? root + url[2..] : url;
}
