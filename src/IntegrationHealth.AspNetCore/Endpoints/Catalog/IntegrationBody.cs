using System.Text.Json;
using IntegrationHealth.Catalog;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Endpoints.Catalog;

/// <summary>
/// The JSON body of a registration or change. Absent fields change nothing; unknown fields and wrong types are named, all at once.
/// </summary>
internal sealed class IntegrationBody
{
    private static readonly string[] Known = ["id", "provider", "name", "ownerId", "tags", "intervalMs", "enabled", "settings"];

    private static readonly long MinimumMs = (long)IntegrationRules.MinimumInterval.TotalMilliseconds;
    private static readonly long MaximumMs = (long)IntegrationRules.MaximumInterval.TotalMilliseconds;

    private readonly JsonElement _body;
    private readonly List<IntegrationValidationError> _errors = [];

    private IntegrationBody(JsonElement body)
    {
        _body = body;
        foreach (var field in body.EnumerateObject().Select(field => field.Name).Where(name => !Known.Contains(name)))
            Fail(field, $"'{field}' is not a field of an integration. Known are: {string.Join(", ", Known)}.");
        foreach (var field in body.EnumerateObject().GroupBy(field => field.Name).Where(group => group.Count() > 1))
            Fail(field.Key, $"'{field.Key}' is given {field.Count()} times; give it once.");
    }

    public static async Task<IntegrationBody> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
            throw new ProblemException(Problems.NotJson());
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            string[] broken = [.. BrokenText.PathsIn(document.RootElement, "")];
            if (broken.Length > 0)
                throw new ProblemException(Problems.Invalid(broken.Distinct().Select(Broken)));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return new(document.RootElement.Clone());
        }
        catch (JsonException exception)
        {
            throw new ProblemException(Problems.Invalid([new("body", $"The body is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.")]));
        }

        throw new ProblemException(Problems.Invalid([new("body", "The body is not a JSON object.")]));
    }

    /// <summary>A new integration; <paramref name="newId"/> is its id unless the body names one.</summary>
    public Integration ToNew(string newId)
    {
        foreach (var field in (ReadOnlySpan<string>)["provider", "name"])
        {
            if (!_body.TryGetProperty(field, out _))
                Fail(field, $"'{field}' is required.");
        }

        return Apply(new Integration { Id = Text("id", newId), Provider = Text("provider", ""), Name = "" });
    }

    /// <summary><paramref name="current"/> with what the body changes. Settings are merged as RFC 7396 says: null removes one.</summary>
    public Integration ApplyTo(Integration current)
    {
        if (Text("id", current.Id) != current.Id)
            Fail("id", "The id of an integration cannot change.");
        if (Text("provider", current.Provider) != current.Provider)
            Fail("provider", "The provider of an integration cannot change: register another one.");
        return Apply(current);
    }

    private Integration Apply(Integration target)
    {
        var result = target with
        {
            Name = Text("name", target.Name),
            OwnerId = Text("ownerId", target.OwnerId),
            Tags = Tags(target.Tags),
            Interval = Interval(target.Interval),
            Enabled = Enabled(target.Enabled),
            Settings = Settings(target.Settings),
        };
        return _errors.Count == 0 ? result : throw new ProblemException(Problems.Invalid(_errors));
    }

    private string Text(string field, string otherwise) =>
        !_body.TryGetProperty(field, out var value) ? otherwise
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : Wrong(field, "a string", otherwise);

    private bool Enabled(bool otherwise) =>
        !_body.TryGetProperty("enabled", out var value) ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : Wrong("enabled", "true or false", otherwise);

    private TimeSpan? Interval(TimeSpan? otherwise) =>
        !_body.TryGetProperty("intervalMs", out var value) ? otherwise
        : value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var milliseconds) && milliseconds >= MinimumMs && milliseconds <= MaximumMs
            ? TimeSpan.FromMilliseconds(milliseconds)
        : WrongInterval(value, otherwise);

    private TimeSpan? WrongInterval(JsonElement value, TimeSpan? otherwise)
    {
        var text = value.GetRawText();
        Fail("intervalMs", FormattableString.Invariant(
            $"'intervalMs' is {(text.Length > 40 ? text[..40] + "…" : text)}; it must be a whole number of milliseconds from {MinimumMs} (1 s) to {MaximumMs} (24 h), or null for the default."));
        return otherwise;
    }

    private IReadOnlyList<string> Tags(IReadOnlyList<string> otherwise) =>
        !_body.TryGetProperty("tags", out var value) ? otherwise
        : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(tag => tag.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(tag => tag.GetString()!)]
        : Wrong("tags", "an array of strings", otherwise);

    private JsonElement Settings(JsonElement current) =>
        !_body.TryGetProperty("settings", out var value) ? current
        : value.ValueKind == JsonValueKind.Object ? Merge(current, value)
        : Wrong("settings", "a JSON object", current);

    private JsonElement Merge(JsonElement current, JsonElement patch)
    {
        var merged = MergePatch.Apply(current, patch);
        foreach (var field in KeptSecrets.SentElsewhere(current, merged, patch))
            Fail(field, $"The integration leads to another far end now, and {field} was given for the one before: send {field} again, or null to do without.");
        return merged;
    }

    private static IntegrationValidationError Broken(string path) => new(
        path, $"'{path}' holds half of a character: \\ud800 to \\udfff must come in pairs.");

    private T Wrong<T>(string field, string wanted, T otherwise)
    {
        Fail(field, $"'{field}' is not {wanted}.");
        return otherwise;
    }

    private void Fail(string field, string message) => _errors.Add(new(field, message));
}
