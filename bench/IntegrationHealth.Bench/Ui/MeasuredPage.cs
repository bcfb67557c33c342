using System.Text.Json;
using IntegrationHealth.Bench.Web;
using Microsoft.Playwright;

namespace IntegrationHealth.Bench.Ui;

/// <summary>A page of the client, in a browser profile of its own with an empty cache, opened by the sample's administrator.</summary>
internal sealed class MeasuredPage : IAsyncDisposable
{
    /// <summary>
    /// Adds up how far things move from the start of the page on: the browser keeps only the first 150 of its entries for who asks later.
    /// </summary>
    private const string WatchShift = """
        (() => {
          let sum = 0;
          const add = (entries) => { for (const entry of entries) if (!entry.hadRecentInput) sum += entry.value; };
          const observer = new PerformanceObserver((list) => add(list.getEntries()));
          observer.observe({ type: 'layout-shift', buffered: true });
          window.shiftSoFar = () => { add(observer.takeRecords()); return sum; };
        })();
        """;

    /// <summary>
    /// Marks in the trace when the content is there, and waits until no task over 50 ms has followed for a second, and half a second more for the trace to show it;
    /// then what was loaded.
    /// </summary>
    private const string Watch = """
        ([selector, mark]) => new Promise((resolve, reject) => {
          setTimeout(() => reject(new Error('Nothing was shown within a minute.')), 60_000);
          let busyUntil = 0;
          new PerformanceObserver((list) => { for (const task of list.getEntries()) busyUntil = Math.max(busyUntil, task.startTime + task.duration); }).observe({ type: 'longtask', buffered: true });
          let shown = null;
          const bytes = (kind) => performance.getEntriesByType('resource').filter((entry) => new URL(entry.name).pathname.split('.').at(-1) === kind).reduce((sum, entry) => sum + entry.encodedBodySize, 0);
          const look = () => {
            if (shown === null && document.querySelector(selector)) shown = performance.mark(mark).startTime;
            if (shown !== null && performance.now() - Math.max(shown, busyUntil) > 1500)
              resolve({ scriptBytes: bytes('js'), styleBytes: bytes('css'), fontBytes: bytes('woff2') });
            else requestAnimationFrame(look);
          };
          look();
        })
        """;

    private readonly IBrowserContext _context;
    private readonly IPage _page;
    private int _heard;

    private MeasuredPage(IBrowserContext context, IPage page) => (_context, _page) = (context, page);

    /// <summary>Changes that the page heard of through the hub.</summary>
    public int Heard => Volatile.Read(ref _heard);

    public static async Task<(MeasuredPage Page, Visit Visit)> OpenAsync(BenchChromium chromium, Uri address, string path, string selector)
    {
        var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = new MeasuredPage(context, await context.NewPageAsync());
        try
        {
            return (page, await page.VisitAsync(address, path, selector));
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
    }

    private async Task<Visit> VisitAsync(Uri address, string path, string selector)
    {
        await _context.AddCookiesAsync([new() { Name = "integration-health-demo", Value = "demo-admin", Url = address.GetLeftPart(UriPartial.Authority), SameSite = SameSiteAttribute.Strict }]);
        _page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => Interlocked.Add(ref _heard, ChangesIn(frame.Text));
        await _page.AddInitScriptAsync(WatchShift);
        var trace = await PageTrace.StartAsync(_context, _page);
        await _page.GotoAsync(new Uri(address, path).ToString(), new() { WaitUntil = WaitUntilState.Commit });
        var loaded = await _page.EvaluateAsync<LoadedBytes>(Watch, new[] { selector, TraceTimes.Mark });
        return new Visit(TraceTimes.Of(await trace.EndAsync()), loaded);
    }

    /// <summary>Bytes of the heap after a collection, nodes of the document, and listeners.</summary>
    public async Task<(double Heap, double Nodes, double Listeners)> MemoryAsync()
    {
        var session = await _context.NewCDPSessionAsync(_page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        var heap = await session.SendAsync("Runtime.getHeapUsage");
        var counters = await session.SendAsync("Memory.getDOMCounters");
        await session.DetachAsync();
        return (heap!.Value.GetProperty("usedSize").GetDouble(), counters!.Value.GetProperty("nodes").GetDouble(), counters.Value.GetProperty("jsEventListeners").GetDouble());
    }

    /// <summary>How far things have moved since the page was opened.</summary>
    public Task<double> ShiftAsync() => _page.EvaluateAsync<double>("() => window.shiftSoFar()");

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private static int ChangesIn(string? text)
    {
        var changes = 0;
        foreach (var message in (text ?? "").Split('\u001e', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!message.Contains("\"healthChanged\"", StringComparison.Ordinal))
                continue;
            using var json = JsonDocument.Parse(message);
            changes += json.RootElement.GetProperty("arguments")[0].GetArrayLength();
        }

        return changes;
    }
}

/// <param name="Times">How the page was loaded, by its trace.</param>
/// <param name="Loaded">What it loaded until it could be used.</param>
internal sealed record Visit(TraceTimes Times, LoadedBytes Loaded);

/// <summary>Compressed bytes.</summary>
internal sealed class LoadedBytes
{
    public double ScriptBytes { get; set; }

    public double StyleBytes { get; set; }

    public double FontBytes { get; set; }
}
