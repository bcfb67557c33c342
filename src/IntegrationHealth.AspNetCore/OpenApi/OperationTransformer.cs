using System.Text.Json.Nodes;
using IntegrationHealth.Authorization;
using IntegrationHealth.Endpoints.History;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IntegrationHealth.OpenApi;

/// <summary>
/// Adds to an operation what metadata cannot say: examples, what a cursor or 304 means, the two shapes of a history. It travels with the
/// endpoints, so it is in the document of every host that makes one.
/// </summary>
internal static class OperationTransformer
{
    /// <summary>What an operation accepts for routing's sake alone, and the document does not name.</summary>
    public const string AnyType = "*/*";

    public static async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<BothHistories>().Any())
            await DescribeHistoriesAsync(operation, context, cancellationToken);
        foreach (var (status, response) in operation.Responses ?? [])
            Describe(status, response, operation);
        operation.RequestBody?.Content?.Remove(AnyType);
        AddExamples(operation);
        ConfiguredBodies.Describe(operation, context.Document!);
        if (metadata.OfType<EndpointScope>().LastOrDefault() is { Policy: not null } scope)
        {
            operation.Description = string.Join(' ', ((string?[])[operation.Description, scope.Audience == Audience.Administrator
                ? "For administrators."
                : "For owners: somebody else's id is answered as one that does not exist."]).Where(text => !string.IsNullOrEmpty(text)));
        }
    }

    private static async Task DescribeHistoriesAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        // The framework names only what stands in a route's own answer, and this route can have but one there.
        var document = context.Document!;
        var latency = await NameAsync<BucketLatency>(context, cancellationToken);
        var bucket = await context.GetOrCreateSchemaAsync(typeof(BucketHistoryItem), null, cancellationToken);
        bucket.Properties!["latencyMs"] = new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, latency] };
        document.AddComponent(nameof(BucketHistoryItem), bucket);
        var buckets = await context.GetOrCreateSchemaAsync(typeof(BucketHistory), null, cancellationToken);
        buckets.Properties!["items"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference(nameof(BucketHistoryItem), document) };
        document.AddComponent(nameof(BucketHistory), buckets);
        List<IOpenApiSchema> shapes = [await NameAsync<CheckHistory>(context, cancellationToken), new OpenApiSchemaReference(nameof(BucketHistory), document)];

        var content = operation.Responses!["200"].Content!["application/json"];
        content.Schema = new OpenApiSchema { OneOf = shapes };
        content.Examples = new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal)
        {
            ["raw"] = new OpenApiExample { Summary = "resolution=raw: single checks", Value = JsonNode.Parse(OpenApiExamples.ByType["CheckHistory"]) },
            ["hourOrDay"] = new OpenApiExample { Summary = "resolution=hour or day: buckets", Value = JsonNode.Parse(OpenApiExamples.ByType["BucketHistory"]) },
        };
    }

    private static async Task<OpenApiSchemaReference> NameAsync<T>(OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        context.Document!.AddComponent(typeof(T).Name, await context.GetOrCreateSchemaAsync(typeof(T), null, cancellationToken));
        return new OpenApiSchemaReference(typeof(T).Name, context.Document);
    }

    private static void Describe(string status, IOpenApiResponse response, OpenApiOperation operation)
    {
        response.Description = status switch
        {
            "304" => "Nothing has changed since the answer whose ETag was sent in If-None-Match.",
            "401" => "Not signed in.",
            "403" => "Signed in, but not allowed.",
            "404" => "There is no such id, or it is somebody else's.",
            "409" => "Not possible in the present state; the detail says why.",
            "413" => "The body is too long.",
            "503" => "Storage is away. Retry-After says when to come again, in seconds.",
            "429" => "Too often. Retry-After says when to come again, in seconds.",
            "400" => "A value is not allowed; errors names each field at fault.",
            _ => response.Description,
        };
        if (status is "429" or "503" && response is OpenApiResponse answer)
        {
            answer.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            answer.Headers["Retry-After"] = new OpenApiHeader { Description = "Seconds to wait.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } };
        }

        if (status is "200" && operation.Responses!.ContainsKey("304") && response is OpenApiResponse found)
        {
            found.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            found.Headers["ETag"] = new OpenApiHeader { Description = "Changes whenever the body does.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }
    }

    private static void AddExamples(OpenApiOperation operation)
    {
        var bodies = (operation.Responses ?? []).Values.SelectMany(response => response.Content?.Values ?? [])
            .Concat(operation.RequestBody?.Content?.Values ?? []);
        foreach (var body in bodies)
        {
            if (body.Examples is null && body.Schema is OpenApiSchemaReference { Reference.Id: { } name } && OpenApiExamples.ByType.TryGetValue(name, out var example))
                body.Example = JsonNode.Parse(example);
        }
    }
}

/// <summary>Endpoint metadata: the route answers single checks or buckets.</summary>
internal sealed class BothHistories;
