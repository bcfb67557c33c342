namespace IntegrationHealth.Ui.Serving;

/// <summary>
/// The way from one page to another without knowing where either stands: a proxy may serve the host under a path it never tells.
/// </summary>
internal static class RelativePaths
{
    /// <summary>What <c>&lt;base href&gt;</c> must be for a page at <paramref name="requestPath"/>, of which <paramref name="rest"/> comes after the interface's own path.</summary>
    public static string ToUiRoot(string requestPath, string rest)
    {
        if (rest.Length > 0)
            return "./" + Up(rest.Count(character => character == '/'));
        return requestPath.EndsWith('/') ? "./" : "./" + Uri.EscapeDataString(requestPath[(requestPath.LastIndexOf('/') + 1)..]) + "/";
    }

    /// <summary>From the interface's root to the application's root: one step up for each segment of its own path.</summary>
    public static string ToApplicationRoot(string uiPath) => Up(uiPath.Split('/', StringSplitOptions.RemoveEmptyEntries).Length);

    private static string Up(int steps) => string.Concat(Enumerable.Repeat("../", steps));
}
