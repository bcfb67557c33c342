using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IntegrationHealth.Docs.Reference;

/// <summary>Docstrings of the library, as Markdown on one line.</summary>
internal static partial class XmlDocs
{
    private static readonly Dictionary<Assembly, Dictionary<string, XElement>> Files = [];

    public static string SummaryOf(Type type) => Find(type.Assembly, "T:" + NameOf(type), element => element.Name.LocalName == "summary");

    /// <exception cref="InvalidOperationException">The property has no docstring.</exception>
    public static string SummaryOf(PropertyInfo property) =>
        Find(property.DeclaringType!.Assembly, $"P:{NameOf(property.DeclaringType)}.{property.Name}", element => element.Name.LocalName == "summary") is { Length: > 0 } text
            ? text
            : OfParameter(property) is { Length: > 0 } parameter ? parameter : throw new InvalidOperationException($"{property.DeclaringType}.{property.Name} has no docstring.");

    /// <summary>A positional record tells of its properties as of parameters.</summary>
    private static string OfParameter(PropertyInfo property) =>
        Find(property.DeclaringType!.Assembly, "T:" + NameOf(property.DeclaringType), element => element.Name.LocalName == "param" && element.Attribute("name")?.Value == property.Name);

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string Find(Assembly assembly, string member, Func<XElement, bool> part)
    {
        if (!Files.TryGetValue(assembly, out var members))
        {
            members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
                .ToDictionary(element => element.Attribute("name")!.Value, element => element, StringComparer.Ordinal);
            Files[assembly] = members;
        }

        return members.TryGetValue(member, out var found) && found.Elements().FirstOrDefault(part) is { } summary ? Blanks().Replace(string.Concat(summary.Nodes().Select(Markdown)), " ").Trim() : "";
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
