using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using IntegrationHealth.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>Reads JSON bodies strictly: what is unknown, missing, given twice or of the wrong kind is named with its path.</summary>
internal static partial class AlertingBody
{
    private const int MaxBodyBytes = 256 * 1024;

    /// <summary>Names count in any case, as they do where the body is read into its type: none can hide beside another.</summary>
    private static readonly JsonNodeOptions Names = new() { PropertyNameCaseInsensitive = true };

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public static RouteHandlerBuilder TakesBody(this RouteHandlerBuilder route) => route
        .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
        .ProducesValidationProblem().ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    /// <summary>The body as a JSON object.</summary>
    public static async Task<JsonObject> ReadAsync(HttpRequest request) =>
        request.HasJsonContentType() ? Parse(await TextOfAsync(request)) : throw new ProblemException(Problems.NotJson());

    /// <summary>The same where a body may be left out, whatever type the call names for it: clients name theirs for all calls.</summary>
    public static async Task<JsonObject?> ReadOptionalAsync(HttpRequest request)
    {
        var text = await TextOfAsync(request);
        if (text.Length == 0 || (text == "null" && request.HasJsonContentType()))
            return null;
        return request.HasJsonContentType() ? Parse(text) : throw new ProblemException(Problems.NotJson());
    }

    private static async Task<string> TextOfAsync(HttpRequest request)
    {
        try
        {
            using var reader = new StreamReader(request.Body, new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true));
            return await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        }
        catch (System.Text.DecoderFallbackException)
        {
            throw Invalid("body", "The body is not UTF-8.");
        }
    }

    private static JsonObject Parse(string text)
    {
        try
        {
            if (JsonNode.Parse(text, Names, Strict) is JsonObject json)
                return IsStorable(json) ? json : throw NoText();
        }
        catch (JsonException exception) when (GivenTwice().Match(exception.Message) is { Success: true } twice)
        {
            throw Invalid(twice.Groups[1].Value, $"'{twice.Groups[1].Value}' is given twice; give it once.");
        }
        catch (JsonException exception)
        {
            throw Invalid("body", $"The body is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            throw NoText(); // Half of a pair: no string can be made of it.
        }
        catch (ArgumentException)
        {
            throw Invalid("body", "The body gives a field twice.");
        }

        throw Invalid("body", "The body is not a JSON object.");
    }

    public static T Read<T>(JsonObject json, JsonTypeInfo<T> type)
    {
        try
        {
            return json.Deserialize(type) ?? throw Invalid("body", "The body is null.");
        }
        catch (JsonException exception)
        {
            throw new ProblemException(Problems.Invalid(Errors(exception)));
        }
        catch (Exception exception) when (exception is NotSupportedException or ArgumentException)
        {
            throw Invalid("conditions", "Each condition needs a type that is known, such as consecutiveFailures, errorRate, latency, status, failureKind, "
                + "credentialExpiry, noData, providerErrorRate or providerOutage; no field may be given twice.");
        }
    }

    public static ProblemException Invalid(string field, string message) => new(Problems.Invalid([new(field, message)]));

    /// <summary>PostgreSQL stores no NUL. Looks at every name and text as it is once its escapes are read.</summary>
    /// <exception cref="InvalidOperationException">One holds half of a surrogate pair.</exception>
    private static bool IsStorable(JsonNode? node) => node switch
    {
        JsonObject members => members.All(member => !member.Key.Contains('\0', StringComparison.Ordinal) && IsStorable(member.Value)),
        JsonArray items => items.All(IsStorable),
        JsonValue value => value.GetValueKind() != JsonValueKind.String || !value.GetValue<string>().Contains('\0', StringComparison.Ordinal),
        _ => true,
    };

    private static ProblemException NoText() => Invalid("body", "The body holds characters that are no text: NUL, or half of a surrogate pair.");

    private static IEnumerable<IntegrationValidationError> Errors(JsonException exception)
    {
        var field = FieldOf(exception.Path);
        if (MissingFields().Match(exception.Message) is { Success: true } missing)
        {
            return QuotedNames().Matches(missing.Groups[1].Value).Select(name => name.Groups[1].Value)
                .Select(name => new IntegrationValidationError(field is "body" ? name : $"{field}.{name}", $"'{name}' is required."));
        }

        if (NullMember().Match(exception.Message) is { Success: true } member)
        {
            // The reader stands at the member itself, or, for one that a constructor takes, already behind it.
            var name = JsonNamingPolicy.CamelCase.ConvertName(member.Groups[1].Value);
            var named = field is "body" ? name : field == name || field.EndsWith($".{name}", StringComparison.Ordinal) ? field : $"{field}.{name}";
            return [new(named, $"'{named}' may not be null; leave it out for its default, or give a value.")];
        }

        if (exception.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return [new(field, $"'{field}' is not a field here.")];
        if (exception.Message.Contains("type discriminator", StringComparison.Ordinal))
            return [new(field is "body" ? "type" : field, "This type is not known here.")];
        return [new(field, exception.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)
            ? $"'{field}' has a value of a kind that is not allowed here."
            : $"'{field}' is not allowed: {exception.Message.Split(" Path:")[0]}")];
    }

    private static string FieldOf(string? path) => path is null or "$" ? "body" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;

    [GeneratedRegex(@"missing required properties including: (.+?)\.(?: Path|$)")]
    private static partial Regex MissingFields();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex QuotedNames();

    [GeneratedRegex("^The (?:constructor parameter|property or field) '([^']+)' on type .* doesn't allow")]
    private static partial Regex NullMember();

    [GeneratedRegex("[Dd]uplicate property '([^']*)'")]
    private static partial Regex GivenTwice();
}
