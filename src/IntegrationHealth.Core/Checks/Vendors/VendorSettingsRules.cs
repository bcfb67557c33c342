using IntegrationHealth.Catalog;

namespace IntegrationHealth.Checks.Vendors;

/// <summary>Rules that the settings of several vendors share.</summary>
internal static class VendorSettingsRules
{
    private const int MostScopes = 64;
    private const int LongestText = 256;

    public static IEnumerable<IntegrationValidationError> Address(string? value)
    {
        if (string.IsNullOrEmpty(value))
            yield break;
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
            yield return Error("baseAddress", "an absolute http or https address without user name and password");
    }

    public static IEnumerable<IntegrationValidationError> Scopes(IList<string>? scopes)
    {
        if (scopes is null || scopes.Count > MostScopes || scopes.Any(scope => scope is not { Length: > 0 and <= LongestText } || scope.Any(char.IsWhiteSpace)))
            yield return Error("requiredScopes", $"a list of up to {MostScopes} scopes without blanks");
    }

    public static IEnumerable<IntegrationValidationError> Text(string field, string? value, string allowed, Func<string, bool>? isAllowed = null)
    {
        if (value is not null && (value.Length is 0 or > LongestText || value.Any(char.IsControl) || isAllowed?.Invoke(value) == false))
            yield return Error(field, allowed);
    }

    private static IntegrationValidationError Error(string field, string allowed) =>
        new("settings." + field, $"settings.{field} is not allowed; allowed is {allowed}.");
}
