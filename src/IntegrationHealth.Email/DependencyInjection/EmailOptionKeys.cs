using OptionKey = IntegrationHealth.DependencyInjection.OptionKey<IntegrationHealth.Email.EmailServerOptions>;

namespace IntegrationHealth.Email.DependencyInjection;

/// <summary>Every key of <see cref="EmailServerOptions"/>.</summary>
internal static class EmailOptionKeys
{
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        OptionKey.Text("Host", (o, v) => o.Host = v),
        OptionKey.Number("Port", 1, 65_535, o => o.Port ?? 1, (o, v) => o.Port = v),
        OptionKey.Word("Security", EmailPlan.Securities, o => o.Security, (o, v) => o.Security = v),
        OptionKey.Text("Username", (o, v) => o.Username = v),
        OptionKey.Text("Password", (o, v) => o.Password = v),
        OptionKey.Text("From", (o, v) => o.From = v),
    ];
}
