using Microsoft.OpenApi;

namespace IntegrationHealth.OpenApi;

/// <summary>What the shapes of configured things leave out: that requests need no id, that a channel takes a secret, and what a duration is written as.</summary>
internal static class ConfiguredBodies
{
    private const string Channel = "NotificationChannel";

    private static readonly string[] Names = ["AlertRule", Channel, "Silence", "MaintenanceWindow", "EscalationPolicy"];

    /// <summary>What gets its value where a request leaves it out: a new id, and for a silence this moment.</summary>
    private static readonly string[] Given = ["id", "startsAt"];

    public static void Describe(OpenApiOperation operation, OpenApiDocument document)
    {
        foreach (var schema in document.Components?.Schemas?.Values.OfType<OpenApiSchema>() ?? [])
            DescribeDurations(schema);
        foreach (var body in operation.RequestBody?.Content?.Values ?? [])
        {
            if (body.Schema is OpenApiSchemaReference { Reference.Id: { } name } && Names.Contains(name, StringComparer.Ordinal))
                body.Schema = BodyOf(name, document);
        }
    }

    /// <summary>A duration goes as a number through a converter, which the framework cannot look into.</summary>
    private static void DescribeDurations(OpenApiSchema schema)
    {
        foreach (var part in (schema.AnyOf ?? []).Concat(schema.OneOf ?? []).OfType<OpenApiSchema>())
            DescribeDurations(part);
        foreach (var (_, property) in (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Where(property => property.Key.EndsWith("Ms", StringComparison.Ordinal)))
        {
            if (property is OpenApiSchema { Type: null, OneOf: null, AnyOf: null } duration)
                (duration.Type, duration.Format) = (JsonSchemaType.Integer, "int64");
        }
    }

    /// <summary>The same as is answered, save that the id may be left out, and that a secret goes in and never comes out.</summary>
    private static OpenApiSchemaReference BodyOf(string name, OpenApiDocument document)
    {
        var bodyName = name == Channel ? Channel : $"{name}Body";
        var body = (OpenApiSchema)document.Components!.Schemas![name].CreateShallowCopy();
        body.Required = new HashSet<string>((body.Required ?? new HashSet<string>()).Except(Given, StringComparer.Ordinal), StringComparer.Ordinal);
        if (name == Channel)
        {
            body.Properties = new Dictionary<string, IOpenApiSchema>(body.Properties!, StringComparer.Ordinal)
            {
                ["secret"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String | JsonSchemaType.Null,
                    WriteOnly = true,
                    Description = "The type's secret: a signing key, an address, a password. Left out, the stored one stays; null takes it away. It is never answered.",
                },
            };
        }

        document.Components.Schemas[bodyName] = body;
        return new OpenApiSchemaReference(bodyName, document);
    }
}
