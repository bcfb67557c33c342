using IntegrationHealth.Authorization;
using IntegrationHealth.Checks;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>Reads a list request: which integrations, in which order, from where on.</summary>
internal static class HealthQueryReader
{
    private static readonly string[] OwnerParameters = ["status", "provider", "tag", "without", "q", "sort", "limit", "cursor"];
    private static readonly string[] AdministratorParameters = [.. OwnerParameters, "ownerId", "failureKind"];
    private static readonly string[] OwnerGroupParameters = ["by", "status", "provider", "tag", "q", "limit", "cursor"];
    private static readonly string[] AdministratorGroupParameters = [.. OwnerGroupParameters, "ownerId", "failureKind"];

    private static readonly string[] ExportParameters = ["format", "status", "provider", "ownerId", "tag", "failureKind", "q", "sort"];

    /// <summary>The query, and the name of its list, by which its cursors are known.</summary>
    public static (HealthQuery Query, string List) Read(HttpContext http)
    {
        var administrator = EndpointScope.Of(http).Audience == Audience.Administrator;
        var reader = new QueryReader(http.Request, administrator ? AdministratorParameters : OwnerParameters);
        var query = Without(reader, administrator, Visible(reader, http)) with { Limit = reader.Limit() };

        var list = ListOf("health", query);
        var position = reader.Cursor(list, parts: 2);
        reader.ThrowIfInvalid();
        return (position is null ? query : query with { After = new HealthPosition(position[0], position[1]) }, list);
    }

    /// <summary>The query of groups, what they are by, and the place in their list, which is named by the last.</summary>
    public static (HealthQuery Query, HealthGrouping By, string List, string[]? Position) ReadGroups(HttpContext http)
    {
        var administrator = EndpointScope.Of(http).Audience == Audience.Administrator;
        var reader = new QueryReader(http.Request, administrator ? AdministratorGroupParameters : OwnerGroupParameters);
        var query = Visible(reader, http) with { Limit = reader.Limit() };
        var by = reader.Text("by") is null ? HealthGrouping.Provider : reader.Choice<HealthGrouping>("by");
        if (by == HealthGrouping.OwnerId && !administrator)
            reader.Fail("by", "'ownerId' is only for administrators: all of yours have the same owner.");
        var list = ListOf($"health groups by {by}", query);
        var position = reader.Cursor(list, HealthGroupItem.PositionParts);
        reader.ThrowIfInvalid();
        return (query, by!.Value, list, position);
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

    private static HealthQuery Visible(QueryReader reader, HttpContext http)
    {
        var scope = EndpointScope.Of(http);
        return scope.Audience == Audience.Administrator ? Everybodys(reader) : Filters(reader) with { OwnerId = scope.OwnerFilter(http.User), Tag = reader.Text("tag", 64) };
    }

    /// <summary>An empty parameter counts as not given, so what has no owner or no tag is asked for by name.</summary>
    private static HealthQuery Without(QueryReader reader, bool administrator, HealthQuery query)
    {
        foreach (var what in reader.Texts("without"))
        {
            if (what == "tag" && query.Tag is null or "")
                query = query with { Tag = "" };
            else if (what == "ownerId" && administrator && query.OwnerId is null or "")
                query = query with { OwnerId = "" };
            else
                reader.Fail("without", what is "tag" or "ownerId" && administrator ? $"'{what}' is asked for and left out at once." : $"'{what}' is not one of: tag{(administrator ? ", ownerId" : "")}.");
        }

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

    private static string ListOf(string name, HealthQuery query) => Cursor.ListOf(
        name, query.OwnerId is "" ? "without" : null, query.Tag is "" ? "without" : null, query.OwnerId, string.Join(',', query.Statuses.Order()), string.Join(',', query.Providers.Order(StringComparer.Ordinal)),
        query.Tag, query.FailureKind?.ToString(), query.Search, query.Sort.ToString(), query.Descending.ToString());
}
