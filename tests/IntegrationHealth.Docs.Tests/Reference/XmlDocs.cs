using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IntegrationHealth.Docs.Reference;

/// <summary>Docstrings of the library, as Markdown on one line.</summary>
internal static partial class XmlDocs
{
    private static readonly Dictionary<Assembly, Dictionary<string, XElement>> Files = [];

    public static string SummaryOf(Type type) => Find(type.Assembly, "T:" + NameOf(type));

    /// <exception cref="InvalidOperationException">The property has no docstring.</exception>
    public static string SummaryOf(PropertyInfo property) =>
        Find(property.DeclaringType!.Assembly, $"P:{NameOf(property.DeclaringType)}.{property.Name}") is { Length: > 0 } text
            ? text
            : throw new InvalidOperationException($"{property.DeclaringType}.{property.Name} has no docstring.");

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string Find(Assembly assembly, string member)
    {
        if (!Files.TryGetValue(assembly, out var members))
        {
            members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
                .ToDictionary(element => element.Attribute("name")!.Value, element => element, StringComparer.Ordinal);
            Files[assembly] = members;
        }

        return members.TryGetValue(member, out var found) && found.Element("summary") is { } summary ? Blanks().Replace(string.Concat(summary.Nodes().Select(Markdown)), " ").Trim() : "";
    }

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value.Replace("|", "\\|", StringComparison.Ordinal),
        XElement { Name.LocalName: "c" } code => $"`{code.Value.Replace("|", "\\|", StringComparison.Ordinal)}`",
        XElement { Name.LocalName: "see" or "paramref" } link => $"`{Last(link.Attribute("cref") ?? link.Attribute("name") ?? link.Attribute("langword"))}`",
        XElement other => string.Concat(other.Nodes().Select(Markdown)),
        _ => "",
    };

    private static string Last(XAttribute? attribute) => attribute is null ? "" : attribute.Value.Split('.', ':')[^1];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
