using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Channels.PagerDuty;
using IntegrationHealth.Alerting.Channels.Slack;
using IntegrationHealth.Alerting.Channels.Teams;
using IntegrationHealth.Alerting.Channels.Webhook;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Google;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Presets;
using IntegrationHealth.Checks.Slack;
using IntegrationHealth.Credentials;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Email;
using IntegrationHealth.HealthChecksBridge;
using IntegrationHealth.Mcp;
using IntegrationHealth.Redis;
using IntegrationHealth.Status.Outages;
using IntegrationHealth.Storage.PostgreSql;
using IntegrationHealth.Storage.Sqlite;
using IntegrationHealth.Ui.DependencyInjection;

namespace IntegrationHealth.Docs.Reference;

/// <summary>Writes <c>docs/configuration.md</c> from the options themselves: names, defaults and docstrings.</summary>
internal static class ConfigurationReference
{
    private const string Head = """
        # Configuration

        <!-- Generated from the options by ./docs.sh; a test compares. Change the docstrings, not this page. -->

        Every key binds from any configuration source: `appsettings.json`, the environment (`__` for `:`, as in `IntegrationHealth__Checks__Interval=00:01:00`), the command line.
        Time spans are `hh:mm:ss`. A value that is not allowed, and a key that nobody reads, stop the start with a message that names them. What the host's code says
        (`health.Configure(…)`, the callbacks of `MapIntegrationHealth` and `MapIntegrationHealthUi`) goes before configuration. `Shadow`, `Retention`, `Outbound` and `Providers` are read again when configuration changes; everything else once, at the start.
        """;

    public static string Write()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n")).Append('\n');
        Section(page, "The whole", "IntegrationHealth", new IntegrationHealthOptions(), except: [nameof(IntegrationHealthOptions.Providers)]);
        Section(page, "One provider", "IntegrationHealth:Providers:{provider}", new ProviderOptions(), except: [nameof(ProviderOptions.StatusFeed)]);
        Section(page, "The vendor's own status", "IntegrationHealth:Providers:{provider}:StatusFeed", new StatusFeed(""));
        Section(page, "Endpoints and hub", IntegrationHealthEndpointOptions.SectionName, new IntegrationHealthEndpointOptions());
        Section(page, "User interface", IntegrationHealthUiOptions.SectionName, new IntegrationHealthUiOptions());
        Section(page, "Mail server", EmailServerOptions.SectionName, new EmailServerOptions());
        Section(page, "Integrations fixed in configuration", "IntegrationHealth:Integrations:N",
            new Integration { Id = "", Provider = "", Name = "" }, except: [nameof(Integration.Origin)], note: "`Name` is the id when left out. What `Settings` takes is said below, by provider.");
        Section(page, "Credentials in configuration", "IntegrationHealth:Credentials:{integration id}", new Credential { AccessToken = "", Version = "" },
            only: ["AccessToken", "ExpiresAt", "Scopes", "AppToken", "ClientId"], note: "`RefreshToken` is read beside them by `UseOAuthRefresh`. For trials and for the host's own accounts; users' tokens belong into a store, see [credentials](credentials.md).");
        Section(page, "Alert rules fixed in configuration", "IntegrationHealth:AlertRules:N", new AlertRule { Id = "", Name = "", Conditions = [] }, except: [nameof(AlertRule.Origin)], json: true,
            note: "The names are those of the JSON of the API; an example is in [alerting](alerting.md#rules). The keys of a condition follow below the table.");
        Conditions(page);
        Section(page, "Notification channels fixed in configuration", "IntegrationHealth:NotificationChannels:N", new NotificationChannel { Id = "", Name = "", Type = "" },
            except: [nameof(NotificationChannel.Origin), nameof(NotificationChannel.DisabledReason)], json: true, note: "What `settings` takes is said below, by type; more in [notification channels](alerting-channels.md).");
        Section(page, "Escalation policies fixed in configuration", "IntegrationHealth:EscalationPolicies:N", new EscalationPolicy { Id = "", Name = "", Steps = [] }, except: [nameof(EscalationPolicy.Origin)], json: true);

        page.Append("\n# Settings of providers\n\nKeys under `IntegrationHealth:Integrations:N:Settings`; in JSON (API, `IIntegrationSource`) the same names in camelCase.\n");
        foreach (var (provider, settings) in Providers)
            Section(page, provider, null, settings);
        page.Append("\n# Settings of channels\n\nKeys under `IntegrationHealth:NotificationChannels:N:Settings`; in JSON in camelCase.\n");
        foreach (var (type, settings) in Channels)
            Section(page, type, null, settings);
        page.Append("\n# Options in code\n\nThese have no keys: the host's code sets them.\n");
        foreach (var (call, options) in InCode)
            Section(page, call, null, options);
        return page.ToString();
    }

    /// <summary>What stands inside another option, and is written below it.</summary>
    private static readonly Dictionary<Type, object> Parts = new()
    {
        [typeof(RuleScope)] = new RuleScope(),
        [typeof(QuietHours)] = new QuietHours { From = default, To = default },
        [typeof(IReadOnlyList<EscalationStep>)] = new EscalationStep { Delay = default, ChannelIds = [] },
    };

    internal static readonly (string Name, object Settings)[] Providers =
    [
        ("`http`", new HttpCheckSettings()), ("`healthcheck`", new HealthCheckSettings()), ("`gmail`", new GmailSettings()), ("`google-calendar`", new GoogleCalendarSettings()), ("`slack`", new SlackSettings()),
        ("`mcp`", new McpSettings()), ("`github`, `hubspot`, `notion`", new ApiSettings()), ("`microsoft-graph`", new MicrosoftGraphSettings()), ("`stripe`", new StripeSettings()),
        ("`salesforce`", new SalesforceSettings()), ("`jira`", new JiraSettings()),
    ];

    private static readonly (string, object)[] Channels =
    [
        ("`webhook`", new WebhookChannelSettings()), ("`slack` (channel)", new SlackChannelSettings()), ("`teams`", new TeamsChannelSettings()),
        ("`pagerDuty`", new PagerDutyChannelSettings()), ("`email`", new EmailChannelSettings()),
    ];

    private static readonly (string, object)[] InCode =
    [
        ("`UseSqlite`", new SqliteStorageOptions()), ("`UsePostgreSql`", new PostgreSqlStorageOptions()), ("`UseRedis`", new RedisOptions()),
        ("`UseOAuthRefresh`", new OAuthRefreshOptions()), ("`AddMcpProvider`", new McpOptions()), ("`AddHealthCheck`, `AddRegisteredHealthCheck`", new HealthCheckIntegrationOptions()),
        ("`AddIntegrationHealth` of the host's health checks", new IntegrationsHealthCheckOptions()), ("`AddIntegrationHealthSelf`", new SelfHealthCheckOptions()),
    ];

    private static void Section(
        StringBuilder page, string title, string? prefix, object options, string[]? except = null, string[]? only = null, bool json = false, string? note = null)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n");
        if (prefix is not null)
            page.Append(CultureInfo.InvariantCulture, $"Section `{prefix}`. ");
        page.Append(XmlDocs.SummaryOf(options.GetType())).Append(note is null ? "" : " " + note).Append("\n\n| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
        foreach (var row in Rows(options, "", except ?? [], only, json))
            page.Append(row);
    }

    private static IEnumerable<string> Rows(object options, string path, string[] except, string[]? only, bool json)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(found => found.GetMethod!.GetParameters().Length == 0))
        {
            if (except.Contains(property.Name, StringComparer.Ordinal) || only?.Contains(property.Name, StringComparer.Ordinal) == false || property.Name == "EqualityContract")
                continue;
            var jsonName = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name;
            var name = json ? jsonName ?? char.ToLowerInvariant(property.Name[0]) + property.Name[1..] : property.Name;
            var value = property.GetValue(options);
            if (value is not null && property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal) && property.PropertyType.IsClass)
            {
                foreach (var row in Rows(value, $"{path}{name}:", except, only, json))
                    yield return row;
                continue;
            }

            if (json && value is TimeSpan span && jsonName?.EndsWith("Ms", StringComparison.Ordinal) == true)
            {
                var byDefault = IsRequired(property) ? "required" : string.Create(CultureInfo.InvariantCulture, $"`{span.TotalMilliseconds:0}`");
                yield return $"| `{path}{name}` | milliseconds | {byDefault} | {XmlDocs.SummaryOf(property)} |\n";
                continue;
            }

            yield return $"| `{path}{name}{(IsList(property.PropertyType) ? ":N" : "")}` | {TypeName(property.PropertyType)} | {Default(property, value)} | {XmlDocs.SummaryOf(property)} |\n";
            if (Parts.TryGetValue(property.PropertyType, out var part))
            {
                foreach (var row in Rows(part, $"{path}{name}{(IsList(property.PropertyType) ? ":N" : "")}:", [], null, json))
                    yield return row;
            }
        }
    }

    /// <summary>A condition has other keys by its type, so that each type has rows of its own.</summary>
    private static void Conditions(StringBuilder page)
    {
        page.Append("\nKeys of a condition, under `conditions:N`; `kinds` are those of [concepts](concepts.md#diagnosis):\n\n| `type` | key | type | default | meaning |\n| --- | --- | --- | --- | --- |\n");
        foreach (var derived in typeof(AlertCondition).GetCustomAttributes<JsonDerivedTypeAttribute>())
        {
            var rows = Rows(Activator.CreateInstance(derived.DerivedType)!, "", [], null, json: true).ToList();
            page.Append(CultureInfo.InvariantCulture, $"| `{derived.TypeDiscriminator}` |{(rows.Count == 0 ? $" | | | {XmlDocs.SummaryOf(derived.DerivedType)} |\n" : "")}");
            page.AppendJoin("| |", rows.Select(row => row[1..]));
        }
    }

    private static bool IsList(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)) && !IsDictionary(type);

    private static bool IsDictionary(Type type) => type.IsGenericType && type.GetGenericTypeDefinition().Name.Contains("Dictionary", StringComparison.Ordinal);

    private static string TypeName(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain == typeof(string) || plain == typeof(Uri) => "text",
            _ when plain == typeof(bool) => "true, false",
            _ when plain == typeof(int) || plain == typeof(long) => "whole number",
            _ when plain == typeof(double) => "number",
            _ when plain == typeof(TimeSpan) => "time span",
            _ when plain == typeof(DateTimeOffset) => "time",
            _ when plain == typeof(TimeOnly) => "`hh:mm:ss`",
            { IsEnum: true } => string.Join(", ", Enum.GetNames(plain).Select(name => $"`{JsonNamingPolicy.CamelCase.ConvertName(name)}`")),
            _ when IsDictionary(plain) => "keys and values",
            _ when plain == typeof(JsonElement) => "keys",
            _ when IsList(plain) => "list",
            _ => "keys",
        };
    }

    private static bool IsRequired(PropertyInfo property) => property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute));

    private static string Camel(Enum word) => JsonNamingPolicy.CamelCase.ConvertName(word.ToString());

    private static string Default(PropertyInfo property, object? value) => value switch
    {
        _ when IsRequired(property) => "required",
        null => "none",
        string { Length: 0 } => "empty",
        string text => $"`{text}`",
        bool flag => flag ? "`true`" : "`false`",
        TimeSpan span => $"`{span:c}`",
        Enum word => $"`{Camel(word)}`",
        IFormattable number when value.GetType().IsPrimitive => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        ICollection { Count: > 0 } list => string.Join(", ", list.Cast<object>().Select(item => $"`{(item is Enum word ? Camel(word) : item)}`")),
        _ => "empty",
    };
}
