namespace IntegrationHealth.Ui.DependencyInjection;

/// <summary>
/// How the user interface is served. Read from the section <c>IntegrationHealth:Ui</c>, then from the callback of
/// <c>MapIntegrationHealthUi</c>.
/// </summary>
public sealed class IntegrationHealthUiOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "IntegrationHealth:Ui";

    /// <summary>
    /// Authorization policy of the pages. Null (the default) serves them to everybody: they hold no data, which comes from the endpoints
    /// under their own policies, and a person who is not signed in is led to <see cref="SignInUrl"/>.
    /// </summary>
    public string? Policy { get; set; }

    /// <summary>
    /// Where the host signs people in, for example <c>~/sign-in?returnUrl={returnUrl}</c>; <c>~</c> is the application's root and
    /// <c>{returnUrl}</c> the path to come back to. Null (the default): the page only says that a sign-in is needed.
    /// </summary>
    public string? SignInUrl { get; set; }

    /// <summary>Where the host signs people out; offered as a button that posts there. Default null: no button.</summary>
    public string? SignOutUrl { get; set; }

    /// <summary>
    /// An endpoint of the host that answers <c>{"accessToken":"…","expiresInMs":300000}</c> to a GET with the host's cookie. Given, every
    /// call carries that token as a bearer token; null (the default), calls carry the host's cookie alone.
    /// </summary>
    public string? AccessTokenUrl { get; set; }

    /// <summary>What the interface is called, in the header and the title. Default <c>Integration health</c>.</summary>
    public string Title { get; set; } = "Integration health";

    /// <summary>
    /// Style sheet of the host that sets the CSS variables of the theme, for example <c>~/css/health-theme.css</c>. Default null.
    /// </summary>
    public string? ThemeUrl { get; set; }

    /// <summary>Origins that may show the pages in a frame, besides the host's own, for example <c>https://portal.example.com</c>.</summary>
    public IList<string> FrameAncestors { get; } = [];
}
