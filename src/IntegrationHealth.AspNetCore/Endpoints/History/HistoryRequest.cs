using System.ComponentModel;
using IntegrationHealth.History;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHealth.Endpoints.History;

/// <summary>Query parameters of a history, for the OpenAPI document; <see cref="HistoryRequest"/> reads them.</summary>
internal sealed record HistoryParameters
{
    [FromQuery(Name = "from"), Description("Begin, ISO 8601. Default before the end: 24 hours (raw), 7 days (hour), 30 days (day).")]
    public string? From { get; init; }

    [FromQuery(Name = "to"), Description("End (not included), ISO 8601. Default now.")]
    public string? To { get; init; }

    [FromQuery(Name = "resolution"), Description("raw (default, newest first), hour or day (oldest first).")]
    public string? Resolution { get; init; }

    [FromQuery(Name = "limit"), Description("Items of a page, 1–200. Default 50.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("nextCursor of the page before.")]
    public string? Cursor { get; init; }
}

/// <summary>How fine a history is.</summary>
internal enum Resolution
{
    Raw,
    Hour,
    Day,
}

/// <summary>A page of history: a window of time, which a cursor narrows to what is left of it.</summary>
internal sealed record HistoryRequest(Resolution Resolution, DateTimeOffset From, DateTimeOffset To, int Limit, string List)
{
    public HistoryResolution BucketWidth => Resolution == Resolution.Day ? HistoryResolution.Day : HistoryResolution.Hour;

    public static HistoryRequest Read(HttpRequest request, string integrationId, DateTimeOffset now)
    {
        var reader = new QueryReader(request, "from", "to", "resolution", "limit", "cursor");
        var resolution = reader.Choice<Resolution>("resolution") ?? Resolution.Raw;
        var from = reader.Time("from");
        var to = reader.Time("to");
        var limit = reader.Limit();
        var list = Cursor.ListOf("history", integrationId, resolution.ToString(), Text(from), Text(to));
        var left = reader.Cursor(list, parts: 2);

        // A millisecond past now: a check committed in this very millisecond belongs to "until now".
        var end = to ?? now.AddMilliseconds(1);
        var begin = from ?? Earlier(end, DefaultWindow(resolution));
        if (begin >= end)
            reader.Fail("from", $"'from' ({UtcTime.Format(begin)}) is not before 'to' ({UtcTime.Format(end)}).");
        reader.ThrowIfInvalid();
        return left is null
            ? new(resolution, begin, end, limit, list)
            : new(resolution, Cursor.Time(left[0]), Cursor.Time(left[1]), limit, list);
    }

    /// <summary>The cursor after <paramref name="last"/>: checks go on before it, buckets after it.</summary>
    public string CursorAfter(DateTimeOffset last) => Resolution == Resolution.Raw
        ? Cursor.Write(List, Cursor.Text(From), Cursor.Text(last))
        : Cursor.Write(List, Cursor.Text(last.AddMilliseconds(1)), Cursor.Text(To));

    /// <summary>What a chart of that resolution shows.</summary>
    private static TimeSpan DefaultWindow(Resolution resolution) => TimeSpan.FromDays(resolution switch
    {
        Resolution.Raw => 1,
        Resolution.Hour => 7,
        _ => 30,
    });

    private static DateTimeOffset Earlier(DateTimeOffset time, TimeSpan by) =>
        time - DateTimeOffset.MinValue < by ? DateTimeOffset.MinValue : time - by;

    private static string? Text(DateTimeOffset? time) => time is { } value ? Cursor.Text(value) : null;
}
