namespace IntegrationHealth.Storage.History;

/// <summary>
/// The statements of rollups that databases share: additions to a row, and folding of hours into days and of days into months. Folding
/// replaces what is there, so it may run again, and two hosts that run it at once do no harm.
/// </summary>
/// <param name="tables">Names, quoted as the database wants them.</param>
/// <param name="plusDay">What to put behind a time for the same time a day later.</param>
/// <param name="joinHours">
/// Joins the hours, as <c>h</c>, of an integration in a day: alias of the row that names the integration, the day, the next day. Null where hours are ordered by integration.
/// </param>
internal sealed class RollupSql(IRollupTables tables, string plusDay, Func<string, string, string, string>? joinHours = null)
{
    private const string Time = "healthy_ms, degraded_ms, unhealthy_ms";
    private static readonly string[] Counts = ["succeeded", "degraded", "failed"];

    /// <summary>Columns of an hour, after its key.</summary>
    public static string[] HourColumns { get; } =
        [.. Counts, .. Time.Split(", "), "latency_sum_ms", .. Numbered("h", PackedLanes.HourWords), .. Numbered("f", PackedLanes.HourWords)];

    /// <summary>Columns of a provider's bucket, after its key.</summary>
    public static string[] ProviderColumns { get; } =
        [.. Counts, "latency_sum_ms", .. Numbered("h", PackedLanes.WideWords), .. Numbered("f", PackedLanes.WideWords)];

    private static string[] PeriodColumns { get; } =
        [.. Counts, .. Time.Split(", "), "latency_sum_ms", .. Numbered("h", PackedLanes.WideWords), .. Numbered("f", PackedLanes.WideWords)];

    /// <summary>Adds each column of the new row to that of the row <paramref name="alias"/>.</summary>
    public static string AddTo(string alias, IEnumerable<string> columns) =>
        string.Join(", ", columns.Select(column => $"{column} = {alias}.{column} + excluded.{column}"));

    /// <summary>Folds one day of integrations. Parameters: the day, the next, the key before the first, the last key.</summary>
    public string FoldDay { get; } = $"""
        insert into {tables.Days} (iid, start, {string.Join(", ", PeriodColumns)})
        select h.iid, $1, {SumsOfHours}
        from {tables.Integrations} i {JoinHours(joinHours, tables, "i", "$1", "$2")}
        where i.iid > $3 and i.iid <= $4
        group by h.iid
        on conflict (iid, start) do update set {Replace}
        """;

    /// <summary>Folds a closed month of integrations from its days. Parameters as of <see cref="FoldDay"/>.</summary>
    public string FoldMonth { get; } = $"""
        insert into {tables.Months} (iid, start, {string.Join(", ", PeriodColumns)})
        select d.iid, $1, {SumsOfDays}
        from {tables.Integrations} i join {tables.Days} d on d.iid = i.iid and d.start >= $1 and d.start < $2
        where i.iid > $3 and i.iid <= $4
        group by d.iid
        on conflict (iid, start) do update set {Replace}
        """;

    /// <summary>
    /// Folds again the days that changed after they were closed. Parameters: the first day whose hours are all there, the first day not
    /// folded yet.
    /// </summary>
    public string FoldLateDays { get; } = $"""
        insert into {tables.Days} (iid, start, {string.Join(", ", PeriodColumns)})
        select l.iid, l.day, {SumsOfHours}
        from {tables.LateDays} l {JoinHours(joinHours, tables, "l", "l.day", $"l.day{plusDay}")}
        where l.day >= $1 and l.day < $2
        group by l.iid, l.day
        on conflict (iid, start) do update set {Replace}
        """;

    /// <summary>Folds again the closed months of such days. Parameters: the first month whose days are all there, the first open month.</summary>
    public string FoldLateMonths { get; } = $"""
        insert into {tables.Months} (iid, start, {string.Join(", ", PeriodColumns)})
        select d.iid, l.month, {SumsOfDays}
        from (select distinct iid, month, next_month from {tables.LateDays}) l
        join {tables.Days} d on d.iid = l.iid and d.start >= l.month and d.start < l.next_month
        where l.month >= $1 and l.month < $2
        group by d.iid, l.month
        on conflict (iid, start) do update set {Replace}
        """;

    /// <summary>Forgets late days. Parameter: the first day not folded yet.</summary>
    public string ForgetLateDays { get; } = $"delete from {tables.LateDays} where day < $1";

    /// <summary>
    /// Remembers a late day. It touches one that is remembered already, so that it waits for a host that is just folding it. Parameters: key, day, month, next month.
    /// </summary>
    public string RememberLateDay { get; } =
        $"insert into {tables.LateDays} (iid, day, month, next_month) values ($1, $2, $3, $4) on conflict (iid, day) do update set month = excluded.month";

    /// <summary>Sets a mark. Parameters: its name, its place.</summary>
    public string SetProgress { get; } =
        $"insert into {tables.Progress} (name, at) values ($1, $2) on conflict (name) do update set at = excluded.at";

    private static string JoinHours(Func<string, string, string, string>? join, IRollupTables tables, string alias, string day, string next) =>
        join?.Invoke(alias, day, next) ?? $"join {tables.Hours} h on h.iid = {alias}.iid and h.hour >= {day} and h.hour < {next}";

    private static string Replace => string.Join(", ", PeriodColumns.Select(column => $"{column} = excluded.{column}"));

    private static string SumsOfHours => string.Join(", ",
    [
        .. PlainSums("h"), .. Enumerable.Range(0, PackedLanes.WideWords).Select(word => Widen("h", word)),
        .. Enumerable.Range(0, PackedLanes.WideWords).Select(word => Widen("f", word)),
    ]);

    private static string SumsOfDays => string.Join(", ", PeriodColumns.Select(column => Sum($"d.{column}")));

    private static IEnumerable<string> PlainSums(string alias) =>
        PeriodColumns.Take(7).Select(column => Sum($"{alias}.{column}"));

    /// <summary>Two lanes of 32 bits from the sums of two lanes of 16.</summary>
    private static string Widen(string kind, int word)
    {
        var (column, shift) = ($"h.{kind}{word / 2}", word % 2 * 32);
        return $"{Sum($"({column} >> {shift}) & 65535")} + ({Sum($"({column} >> {shift + 16}) & 65535")} << 32)";
    }

    // PostgreSQL sums bigint to numeric.
    private static string Sum(string expression) => $"cast(sum({expression}) as bigint)";

    private static IEnumerable<string> Numbered(string name, int count) => Enumerable.Range(0, count).Select(i => $"{name}{i}");
}

/// <summary>The tables that rollups stand in, as SQL names them.</summary>
internal interface IRollupTables
{
    string Integrations { get; }

    string Hours { get; }

    string Days { get; }

    string Months { get; }

    string LateDays { get; }

    string Progress { get; }
}
