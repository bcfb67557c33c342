using System.Reflection;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Docs.Pages;

namespace IntegrationHealth.Docs.Reference;

public sealed class ReferenceTests
{
    private static bool Writes => Environment.GetEnvironmentVariable("WRITE_DOCS") == "true";

    [Fact]
    public void Configuration_InTheRepository_IsThatOfTheOptions() => Compare("docs/configuration.md", ConfigurationReference.Write());

    [Fact]
    public void Http_InTheRepository_IsThatOfOpenApi() => Compare("docs/http-reference.md", HttpReference.Write());

    /// <summary>An option that no key sets could not be configured; the page would promise it all the same.</summary>
    [Fact]
    public void Options_EachHaveAKey()
    {
        PropertiesOf(typeof(IntegrationHealthOptions), "").Should().BeEquivalentTo([.. OptionKeys.All.Select(key => key.Name), "Outbound:AllowedNetworks", "Outbound:AllowedBaseAddresses"]);
        PropertiesOf(typeof(IntegrationHealthEndpointOptions), "").Should().BeEquivalentTo(EndpointOptionKeys.All.Select(key => key.Name));
    }

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
