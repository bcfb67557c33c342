using System.Globalization;
using IntegrationHealth.Catalog;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Endpoints;

/// <summary>
/// Reads the query parameters of one request and gathers everything that is wrong with them, so that one answer names all. An empty
/// value counts as not given; a name the route does not know is an error, because a misspelt filter would quietly show everything.
/// </summary>
internal sealed class QueryReader
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];

    private readonly IQueryCollection _query;
    private readonly List<IntegrationValidationError> _errors = [];

    public QueryReader(HttpRequest request, params ReadOnlySpan<string> known)
    {
        _query = request.Query;
        foreach (var name in _query.Keys)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
                Fail(name, $"'{name}' is not a parameter of this route. {(known.IsEmpty ? "It takes none" : $"Known are: {string.Join(", ", known.ToArray())}")}.");
        }
    }

    public void Fail(string field, string message) => _errors.Add(new(field, message));

    public void ThrowIfInvalid()
    {
        if (_errors.Count > 0)
            throw new ProblemException(Problems.Invalid(_errors));
    }

    /// <summary>A single value; given twice, it is an error.</summary>
    public string? Text(string name, int maxLength = 200)
    {
        var values = _query[name];
        if (values.Count > 1)
            Fail(name, $"'{name}' is given {values.Count} times; give it once.");
        else if (values.ToString().Length > maxLength)
            Fail(name, $"'{name}' is longer than {maxLength} characters.");
        else if (HasControl(name, values.ToString()))
            return null;
        else if (values.ToString() is { Length: > 0 } value)
            return value;
        return null;
    }

    /// <summary>Several values: separated by commas, or the parameter repeated.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. _query[name]
        .Where(value => !HasControl(name, value ?? ""))
        .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Distinct(StringComparer.Ordinal)];

    public IReadOnlyList<TEnum> Choices<TEnum>(string name)
        where TEnum : struct, Enum => [.. Texts(name).Select(text => Parse<TEnum>(name, text)).OfType<TEnum>()];

    public TEnum? Choice<TEnum>(string name)
        where TEnum : struct, Enum => Text(name) is { } text ? Parse<TEnum>(name, text) : null;

    public int Limit()
    {
        if (Text("limit") is not { } text)
            return DefaultLimit;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit)
            return limit;
        Fail("limit", $"'{text}' is not a number from 1 to {MaxLimit}.");
        return DefaultLimit;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        Fail(name, $"'{text}' is not a time in ISO 8601, such as 2026-01-31T12:00:00Z. An offset's + is written %2B in a URL.");
        return null;
    }

    /// <summary>No name or id holds one, and databases read some of them as the end of the text.</summary>
    private bool HasControl(string name, string value)
    {
        var at = value.AsSpan().IndexOfAnyInRange('\0', '\u001f');
        if (at < 0)
            at = value.AsSpan().IndexOfAnyInRange('\u007f', '\u009f');
        if (at >= 0)
            Fail(name, string.Create(CultureInfo.InvariantCulture, $"'{name}' holds the control character U+{(int)value[at]:X4} at place {at + 1}; leave it out."));
        return at >= 0;
    }

    private TEnum? Parse<TEnum>(string name, string text)
        where TEnum : struct, Enum
    {
        if (CamelCaseEnum<TEnum>.TryParse(text, out var value))
            return value;
        Fail(name, $"'{text}' is not one of: {string.Join(", ", CamelCaseEnum<TEnum>.All)}.");
        return null;
    }
}
