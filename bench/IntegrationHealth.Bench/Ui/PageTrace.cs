using System.Text.Json;
using Microsoft.Playwright;

namespace IntegrationHealth.Bench.Ui;

/// <summary>
/// What Chromium itself notes of a page: its "Tracing" over Playwright's session of the DevTools protocol, with the categories that DevTools takes for a timeline
/// (https://chromedevtools.github.io/devtools-protocol/tot/Tracing/). When the content is there is noticed in the page, frame by frame; the tasks are not.
/// </summary>
internal sealed class PageTrace
{
    /// <summary>Tasks of threads; marks and when things were painted; what moved.</summary>
    private static readonly string[] Categories = ["disabled-by-default-devtools.timeline", "blink.user_timing", "loading"];

    private readonly ICDPSession _session;
    private readonly List<TraceEvent> _events = [];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PageTrace(ICDPSession session)
    {
        _session = session;
        session.Event("Tracing.dataCollected").OnEvent += (_, data) => Take(data!.Value);
        session.Event("Tracing.tracingComplete").OnEvent += (_, end) => End(end!.Value);
    }

    public static async Task<PageTrace> StartAsync(IBrowserContext context, IPage page)
    {
        var trace = new PageTrace(await context.NewCDPSessionAsync(page));
        await trace._session.SendAsync("Tracing.start", new()
        {
            ["transferMode"] = "ReportEvents",
            ["traceConfig"] = new Dictionary<string, object> { ["recordMode"] = "recordAsMuchAsPossible", ["includedCategories"] = Categories },
        });
        return trace;
    }

    /// <summary>Ends it, and answers what was noted, in no order.</summary>
    public async Task<IReadOnlyList<TraceEvent>> EndAsync()
    {
        await _session.SendAsync("Tracing.end");
        await _complete.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await _session.DetachAsync();
        return _events;
    }

    /// <summary>A trace with holes would make a page look quicker than it is.</summary>
    private void End(JsonElement end)
    {
        if (end.TryGetProperty("dataLossOccurred", out var lost) && lost.GetBoolean())
            _complete.TrySetException(new InvalidOperationException("Chromium lost parts of the trace of the page: measure again on a machine that is less busy."));
        else
            _complete.TrySetResult();
    }

    private void Take(JsonElement data)
    {
        foreach (var one in data.GetProperty("value").EnumerateArray())
        {
            var arguments = one.TryGetProperty("args", out var args) ? args : default;
            _events.Add(new TraceEvent(
                one.GetProperty("name").GetString()!,
                (one.GetProperty("pid").GetInt64(), one.GetProperty("tid").GetInt64()),
                Milliseconds("ts"), Milliseconds("dur"),
                arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty("data", out var details) ? details.Clone() : null));

            double Milliseconds(string name) => one.TryGetProperty(name, out var value) ? value.GetDouble() / 1000 : 0;
        }
    }
}
