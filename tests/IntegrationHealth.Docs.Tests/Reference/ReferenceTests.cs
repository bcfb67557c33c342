using System.Reflection;
using System.Text.Json;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Docs.Pages;
using IntegrationHealth.Email;
using IntegrationHealth.Email.DependencyInjection;
using IntegrationHealth.Ui.DependencyInjection;

namespace IntegrationHealth.Docs.Reference;

public sealed class ReferenceTests
{
    private static bool Writes => Environment.GetEnvironmentVariable("WRITE_DOCS") == "true";

    [Fact]
    public void Configuration_InTheRepository_IsThatOfTheOptions() => Compare("docs/configuration.md", ConfigurationReference.Write());

    [Fact]
    public void Http_InTheRepository_IsThatOfOpenApi() => Compare("docs/http-reference.md", HttpReference.Write());

    [Fact]
    public void Diagnoses_InConcepts_AreThoseOfTheCode()
    {
        const string Page = "docs/concepts.md";
        var text = Repository.Read(Page);
        var start = text.IndexOf("<!-- diagnoses", StringComparison.Ordinal);
        start = text.IndexOf('\n', start) + 1;
        var end = text.IndexOf("<!-- end -->", start, StringComparison.Ordinal);
        Compare(Page, text[..start] + Diagnoses() + text[end..]);
    }

    /// <summary>An option that no key sets could not be configured; the page would promise it all the same.</summary>
    [Fact]
    public void Options_EachHaveAKey()
    {
        PropertiesOf(typeof(IntegrationHealthOptions), "").Should().BeEquivalentTo([.. OptionKeys.All.Select(key => key.Name), "Outbound:AllowedNetworks", "Outbound:AllowedBaseAddresses", "Providers"]);
        PropertiesOf(typeof(IntegrationHealthEndpointOptions), "").Should().BeEquivalentTo(EndpointOptionKeys.All.Select(key => key.Name));
        PropertiesOf(typeof(IntegrationHealthUiOptions), "").Should().BeEquivalentTo(UiOptionKeys.All.Select(key => key.Name));
        PropertiesOf(typeof(EmailServerOptions), "").Should().BeEquivalentTo(EmailOptionKeys.All.Select(key => key.Name));
    }

    /// <summary>Whatever a host may set is on the page: every public type of options, and every setting of a provider also on the provider's own.</summary>
    [Fact]
    public void Configuration_TellsOfEveryOptionsType()
    {
        var page = Repository.Read("docs/configuration.md");
        var types = Assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => type.IsClass && type.Name.EndsWith("Options", StringComparison.Ordinal)).ToList();

        types.Should().HaveCountGreaterThan(10).And.Contain(typeof(Redis.RedisOptions));
        types.SelectMany(PropertiesOf).Where(property => !page.Contains($"{property.Name}` |", StringComparison.Ordinal) && !page.Contains($"{property.Name}:N` |", StringComparison.Ordinal)
            || !page.Contains(XmlDocs.SummaryOf(property), StringComparison.Ordinal)).Select(property => $"{property.DeclaringType!.Name}.{property.Name}").Should().BeEmpty();
    }

    [Fact]
    public void Providers_HaveAPageThatNamesTheirSettings()
    {
        foreach (var (names, settings) in ConfigurationReference.Providers)
        {
            foreach (var name in names.Split(", ").Select(name => name.Trim('`')))
            {
                var page = Repository.Read($"docs/providers/{name}.md");
                page.Should().Contain("| whose move |", name);
                PropertiesOf(settings.GetType()).Select(property => property.Name).Where(property => !page.Contains($"`{property}", StringComparison.OrdinalIgnoreCase)).Should().BeEmpty(name);
            }
        }
    }

    private static IEnumerable<Assembly> Assemblies => typeof(ReferenceTests).Assembly.GetReferencedAssemblies()
        .Where(name => name.Name!.StartsWith("IntegrationHealth", StringComparison.Ordinal)).Select(Assembly.Load);

    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.Name != "EqualityContract" && !property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)
            && property is not { Name: nameof(ProviderOptions.StatusFeed), DeclaringType.Name: nameof(ProviderOptions) } and not { Name: nameof(IntegrationHealthOptions.Providers), DeclaringType.Name: nameof(IntegrationHealthOptions) });

    private static string Diagnoses() => "| kind | usual action | whose move | ends by itself |\n| --- | --- | --- | --- |\n" + string.Concat(Enum.GetValues<FailureKind>().Select(kind =>
        $"| `{Camel(kind)}` | `{Camel(FailureDefaults.ActionFor(kind))}` | `{Camel(FailureDefaults.ResponsibleFor(kind))}` | {(FailureDefaults.IsTransient(kind) ? "may" : "no")} |\n"));

    private static string Camel(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static IEnumerable<string> PropertiesOf(Type type, string path) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
        property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal) ? PropertiesOf(property.PropertyType, $"{path}{property.Name}:") : [path + property.Name]);

    private static void Compare(string page, string written)
    {
        if (Writes)
            File.WriteAllText(Repository.PathOf(page), written);
        File.Exists(Repository.PathOf(page)).Should().BeTrue("./docs.sh writes it");
        Repository.Read(page).Should().Be(written, "./docs.sh writes it");
    }
}
