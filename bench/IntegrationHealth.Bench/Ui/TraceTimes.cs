namespace IntegrationHealth.Bench.Ui;

/// <summary>What a trace says of how a page was loaded: milliseconds since its navigation began, and the sum of its layout shifts until it could be used.</summary>
/// <param name="Paint">When something was to be seen first.</param>
/// <param name="Shown">When the content was there.</param>
/// <param name="Usable">When the content was there, and the last long task before a second without any had ended.</param>
/// <param name="LongTasks">Milliseconds that its main thread spent on long tasks until then, beyond the first 50 of each.</param>
/// <param name="Shift">How far things moved until then.</param>
internal sealed record TraceTimes(double Paint, double Shown, double Usable, double LongTasks, double Shift)
{
    /// <summary>The mark that the page sets once its content is there.</summary>
    public const string Mark = "content-shown";

    /// <summary>A task of more milliseconds is long (https://www.w3.org/TR/longtasks-1/).</summary>
    private const double Long = 50;

    /// <summary>Without a long task for so long it can be used, in milliseconds.</summary>
    private const double Quiet = 1000;

    /// <exception cref="InvalidOperationException">Something that every trace has is not in this one.</exception>
    public static TraceTimes Of(IReadOnlyList<TraceEvent> trace)
    {
        var shown = trace.FirstOrDefault(one => one.Name == Mark) ?? throw Missing(Mark);
        var navigation = NavigationOf(shown) ?? throw Missing("navigationId of the mark");
        var began = OfThisPage("navigationStart");
        var paint = OfThisPage("firstContentfulPaint");
        var (usable, blocked) = (shown.At, 0.0);
        var tasks = trace.Where(one => one.Name == "RunTask" && one.Thread == shown.Thread && one.At + one.Length > began.At).OrderBy(task => task.At).ToList();
        if (tasks.Count == 0)
            throw Missing("RunTask");
        foreach (var task in tasks.Where(task => task.Length > Long))
        {
            if (task.At - usable > Quiet)
                break;
            usable = Math.Max(usable, task.At + task.Length);
            blocked += task.Length - Long;
        }

        if (trace.Max(one => one.At + one.Length) < usable + Quiet)
            throw new InvalidOperationException($"The trace of the page ends within {Quiet:0} ms of its last long task: whether it could be used by then is not in it.");

        var shift = trace
            .Where(one => one.Name == "LayoutShift" && one.Thread.Process == shown.Thread.Process && one.At >= began.At && one.At <= usable)
            .Select(one => one.Data!.Value)
            .Where(data => !data.GetProperty("had_recent_input").GetBoolean())
            .Sum(data => data.GetProperty("score").GetDouble());
        return new TraceTimes(paint.At - began.At, shown.At - began.At, usable - began.At, blocked, shift);

        // Frames without a document of their own begin as well.
        TraceEvent OfThisPage(string name) => trace.FirstOrDefault(one => one.Name == name && NavigationOf(one) == navigation) ?? throw Missing(name);

        static string? NavigationOf(TraceEvent one) => one.Data is { } data && data.TryGetProperty("navigationId", out var id) ? id.GetString() : null;

        InvalidOperationException Missing(string name) =>
            new($"The trace of the page has no '{name}' among {trace.Count} entries: {string.Join(", ", trace.Select(one => one.Name).Distinct(StringComparer.Ordinal).Take(40))}.");
    }
}
