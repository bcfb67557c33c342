using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHealth.Testing;
using IntegrationHealth.Tests.Hosting;

namespace IntegrationHealth.Tests.DependencyInjection;

/// <summary>The user interface's types are written by hand; this keeps them those of the contract.</summary>
public sealed partial class TypeScriptTests
{
    [Fact]
    public void EveryInterface_HasTheFieldsOfItsSchema()
    {
        var schemas = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "openapi.json"))).RootElement
            .GetProperty("components").GetProperty("schemas");
        var types = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src", "IntegrationHealth.Ui", "src", "api", "types.ts"));
        var interfaces = Interface().Matches(types);
        interfaces.Count.Should().BeGreaterThan(20);

        foreach (Match found in interfaces)
        {
            var name = found.Groups["name"].Value;
            schemas.TryGetProperty(name, out var schema).Should().BeTrue("docs/openapi.json has {0}", name);
            Field().Matches(found.Groups["body"].Value).Select(field => field.Groups["name"].Value)
                .Should().BeEquivalentTo(schema.GetProperty("properties").EnumerateObject().Select(property => property.Name), name);
        }
    }

    [GeneratedRegex(@"export interface (?<name>\w+) \{(?<body>[^}]*)\}")]
    private static partial Regex Interface();

    [GeneratedRegex(@"^\s*'?(?<name>\w+)'?\??:", RegexOptions.Multiline)]
    private static partial Regex Field();
}
