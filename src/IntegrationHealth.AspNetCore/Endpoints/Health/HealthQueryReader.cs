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

    /// <summary>The query, and the name of its list, by which its cursors are known.</summary>
    public static (HealthQuery Query, string List) Read(HttpContext http)
    {
        var scope = EndpointScope.Of(http);
        var administrator = scope.Audience == Audience.Administrator;
        var reader = new QueryReader(http.Request, administrator ? AdministratorParameters : OwnerParameters);
        var (sort, descending) = Sort(reader);
        var query = new HealthQuery
        {
            OwnerId = administrator ? reader.Text("ownerId", 128) : scope.OwnerFilter(http.User),
            Statuses = reader.Choices<IntegrationStatus>("status"),
            Providers = reader.Texts("provider"),
            Tag = administrator ? reader.Text("tag", 64) : null,
            FailureKind = administrator ? reader.Choice<FailureKind>("failureKind") : null,
            Search = reader.Text("q"),
            Sort = sort,
            Descending = descending,
            Limit = reader.Limit(),
        };

        var list = ListOf(query);
        var position = reader.Cursor(list, parts: 2);
        reader.ThrowIfInvalid();
        return (position is null ? query : query with { After = new HealthPosition(position[0], position[1]) }, list);
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
