using IntegrationHealth.Authorization;
using IntegrationHealth.Checks;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>Reads a list request: which integrations, in which order, from where on.</summary>
internal static class HealthQueryReader
{
    private static readonly string[] OwnerParameters = ["status", "provider", "q", "sort", "limit", "cursor"];
    private static readonly string[] AdministratorParameters = [.. OwnerParameters, "ownerId", "tag", "failureKind"];

    private static readonly string[] ExportParameters = ["format", "status", "provider", "ownerId", "tag", "failureKind", "q", "sort"];

    /// <summary>The query, and the name of its list, by which its cursors are known.</summary>
    public static (HealthQuery Query, string List) Read(HttpContext http)
    {
        var scope = EndpointScope.Of(http);
        var administrator = scope.Audience == Audience.Administrator;
        var reader = new QueryReader(http.Request, administrator ? AdministratorParameters : OwnerParameters);
        var query = (administrator ? Everybodys(reader) : Filters(reader) with { OwnerId = scope.OwnerFilter(http.User) }) with { Limit = reader.Limit() };

        var list = ListOf(query);
        var position = reader.Cursor(list, parts: 2);
        reader.ThrowIfInvalid();
        return (position is null ? query : query with { After = new HealthPosition(position[0], position[1]) }, list);
    }

    /// <summary>The query of an export: the administrators' filters, without pages.</summary>
    public static HealthQuery ReadExport(HttpContext http)
    {
        var reader = new QueryReader(http.Request, ExportParameters);
        if (reader.Text("format") is { } format and not "csv")
            reader.Fail("format", $"'{format}' is not a format of the export. There is csv.");
        var query = Everybodys(reader);
        reader.ThrowIfInvalid();
        return query;
    }

    private static HealthQuery Everybodys(QueryReader reader) => Filters(reader) with
    {
        OwnerId = reader.Text("ownerId", 128),
        Tag = reader.Text("tag", 64),
        FailureKind = reader.Choice<FailureKind>("failureKind"),
    };

    private static HealthQuery Filters(QueryReader reader)
    {
        var (sort, descending) = Sort(reader);
        return new HealthQuery
        {
            Statuses = reader.Choices<IntegrationStatus>("status"),
            Providers = reader.Texts("provider"),
            Search = reader.Text("q"),
            Sort = sort,
            Descending = descending,
        };
    }

    private static (HealthSort Sort, bool Descending) Sort(QueryReader reader)
    {
        if (reader.Text("sort") is not { } text)
            return (HealthSort.Name, false);
        var descending = text.StartsWith('-');
        if (CamelCaseEnum<HealthSort>.TryParse(descending ? text[1..] : text, out var sort))
            return (sort, descending);
        reader.Fail("sort", $"'{text}' is not one of: {string.Join(", ", CamelCaseEnum<HealthSort>.All)}, each with an optional leading -.");
        return default;
    }

    private static string ListOf(HealthQuery query) => Cursor.ListOf(
        "health", query.OwnerId, string.Join(',', query.Statuses.Order()), string.Join(',', query.Providers.Order(StringComparer.Ordinal)),
        query.Tag, query.FailureKind?.ToString(), query.Search, query.Sort.ToString(), query.Descending.ToString());
}
