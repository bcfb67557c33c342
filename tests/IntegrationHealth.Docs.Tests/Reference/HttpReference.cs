using System.Globalization;
using System.Text;
using System.Text.Json;
using IntegrationHealth.Docs.Pages;

namespace IntegrationHealth.Docs.Reference;

/// <summary>Writes <c>docs/http-reference.md</c> from <c>docs/openapi.json</c>.</summary>
internal static class HttpReference
{
    private const string Head = """
        # HTTP reference

        <!-- Generated from openapi.json by ./docs.sh; a test compares. Change what the endpoints declare, not this page. -->

        Every route, from [openapi.json](openapi.json), which a running host also serves where it maps `MapOpenApi()`. Conventions, errors and limits are in [http-api.md](http-api.md);
        live updates in [realtime.md](realtime.md). Every route may answer 401 (not signed in), 403 (not allowed) and 429 (too often, with `Retry-After`) as `application/problem+json`;
        a GET of JSON carries an `ETag` and answers 304 to its `If-None-Match`.
        """;

    private static readonly string[] Everywhere = ["401", "403", "429", "304"];

    public static string Write()
    {
        using var document = JsonDocument.Parse(Repository.Read("docs/openapi.json"));
        var root = document.RootElement;
        var page = new StringBuilder(Head.ReplaceLineEndings("\n")).Append('\n');
        var routes = root.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => (Path: path.Name, Method: method))).ToList();
        Group(page, "For an owner", routes.Where(route => !IsAdmin(route.Path)));
        Group(page, "For an administrator", routes.Where(route => IsAdmin(route.Path)));
        page.Append("\n## Shapes\n");
        foreach (var schema in root.GetProperty("components").GetProperty("schemas").EnumerateObject())
            Shape(page, schema);
        return page.ToString();
    }

    private static bool IsAdmin(string path) => path.StartsWith("/api/admin/", StringComparison.Ordinal);

    private static void Group(StringBuilder page, string title, IEnumerable<(string Path, JsonProperty Method)> routes)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n");
        foreach (var (path, method) in routes)
        {
            var operation = method.Value;
            page.Append(CultureInfo.InvariantCulture, $"\n### {method.Name.ToUpperInvariant()} {path}\n\n{Text(operation, "summary")}.\n");
            Parameters(page, operation);
            if (operation.TryGetProperty("requestBody", out var body))
                page.Append(CultureInfo.InvariantCulture, $"\nBody: {Content(body)}.\n");
            page.Append("\nAnswers: ").AppendJoin("; ", operation.GetProperty("responses").EnumerateObject().Where(answer => !Everywhere.Contains(answer.Name))
                .OrderBy(answer => answer.Name, StringComparer.Ordinal).Select(Answer)).Append(".\n");
        }
    }

    private static void Parameters(StringBuilder page, JsonElement operation)
    {
        var parameters = operation.TryGetProperty("parameters", out var found)
            ? found.EnumerateArray().Where(parameter => Text(parameter, "in") is "query" or "header").ToList()
            : [];
        if (parameters.Count == 0)
            return;
        page.Append("\n| parameter | meaning |\n| --- | --- |\n");
        foreach (var parameter in parameters)
            page.Append(CultureInfo.InvariantCulture, $"| `{Text(parameter, "name")}` | {Cell(Text(parameter, "description"))} |\n");
    }

    private static string Answer(JsonProperty answer)
    {
        var content = Content(answer.Value);
        var description = Text(answer.Value, "description").TrimEnd('.');
        return answer.Name[0] == '2' && content.Length > 0 ? $"{answer.Name} {content}" : $"{answer.Name} ({Cell(description)})";
    }

    private static string Content(JsonElement part)
    {
        if (!part.TryGetProperty("content", out var content))
            return "";
        return string.Join(" or ", content.EnumerateObject().Select(type => type.Value.TryGetProperty("schema", out var schema) && TypeOf(schema) is var name && name.StartsWith('[')
            ? name
            : $"`{type.Name}`").Distinct());
    }

    private static void Shape(StringBuilder page, JsonProperty schema)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n### {schema.Name}\n\n");
        if (Text(schema.Value, "description") is { Length: > 0 } description)
            page.Append(Cell(description)).Append("\n\n");
        if (schema.Value.TryGetProperty("enum", out var values))
            page.Append("One of ").AppendJoin(", ", values.EnumerateArray().Select(value => $"`{value}`")).Append(".\n");
        else if (schema.Value.TryGetProperty("anyOf", out var any))
            page.Append("One of ").AppendJoin(", ", any.EnumerateArray().Select(TypeOf)).Append(".\n");
        else if (schema.Value.TryGetProperty("properties", out var properties))
            Properties(page, schema.Value, properties);
        else
            page.Append("Any JSON.\n");
    }

    private static void Properties(StringBuilder page, JsonElement schema, JsonElement properties)
    {
        string[] required = schema.TryGetProperty("required", out var names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];
        page.Append("| property | type | meaning |\n| --- | --- | --- |\n");
        foreach (var property in properties.EnumerateObject())
        {
            page.Append(CultureInfo.InvariantCulture,
                $"| `{property.Name}`{(required.Contains(property.Name, StringComparer.Ordinal) ? "" : " (optional)")} | {TypeOf(property.Value)} | {Cell(Text(property.Value, "description"))} |\n");
        }
    }

    private static string TypeOf(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!.Split('/')[^1];
            return $"[{name}](#{name.ToLowerInvariant()})";
        }

        foreach (var either in (string[])["oneOf", "anyOf"])
        {
            if (schema.TryGetProperty(either, out var choices))
                return string.Join(" or ", choices.EnumerateArray().Select(TypeOf));
        }

        if (!schema.TryGetProperty("type", out var type))
            return "any";
        string[] types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(item => item.GetString()!)] : [type.GetString()!];
        return string.Join(" or ", types.Select(name => name == "array" && schema.TryGetProperty("items", out var items) ? $"list of {TypeOf(items)}" : name == "object" && schema.TryGetProperty("additionalProperties", out var values) && values.ValueKind == JsonValueKind.Object ? $"object of {TypeOf(values)}" : name))
            + (schema.TryGetProperty("format", out var format) ? $" ({format})" : "");
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
