using OptionKey = IntegrationHealth.DependencyInjection.OptionKey<IntegrationHealth.Ui.DependencyInjection.IntegrationHealthUiOptions>;

namespace IntegrationHealth.Ui.DependencyInjection;

/// <summary>Every key of <see cref="IntegrationHealthUiOptions"/>.</summary>
internal static class UiOptionKeys
{
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        OptionKey.Text("Policy", (o, v) => o.Policy = v),
        OptionKey.Text("SignInUrl", (o, v) => o.SignInUrl = v),
        OptionKey.Text("SignOutUrl", (o, v) => o.SignOutUrl = v),
        OptionKey.Text("AccessTokenUrl", (o, v) => o.AccessTokenUrl = v),
        OptionKey.Text("Title", (o, v) => o.Title = v),
        OptionKey.Text("ThemeUrl", (o, v) => o.ThemeUrl = v),
        OptionKey.List("FrameAncestors", (o, v) => o.FrameAncestors.Add(v)),
    ];
}
