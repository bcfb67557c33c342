using Microsoft.Playwright;

namespace IntegrationHealth.Bench.Web;

/// <summary>A page in Chromium that has subscribed through a WebSocket of its own, and notes when news of changes reach its script.</summary>
internal sealed class BrowserSubscriber(IPage page)
{
    private const string Connect = """
        ([path, handshake, subscribe, answer, change]) => new Promise((resolve, reject) => {
          window.arrivals = [];
          const socket = new WebSocket(`ws://${location.host}${path}`);
          socket.onopen = () => { socket.send(handshake); socket.send(subscribe); };
          setTimeout(() => reject(new Error('The hub did not answer within a minute.')), 60_000);
          socket.onerror = () => reject(new Error('The hub did not answer.'));
          socket.onclose = ({ code, reason }) => reject(new Error(window.broken = `The hub closed the connection: ${code} ${reason}`));
          socket.onmessage = ({ data }) => {
            if (data.includes(answer)) resolve();
            if (data.includes(change)) window.arrivals.push(performance.timeOrigin + performance.now());
          };
        })
        """;

    /// <summary>Playwright gives up on it after half a minute.</summary>
    private const string Arrived = "(count) => { if (window.broken) throw new Error(window.broken); return window.arrivals.length > count; }";

    private int _heard;

    public static async Task<BrowserSubscriber> ConnectAsync(BenchChromium chromium, Uri address)
    {
        var page = await chromium.Browser.NewPageAsync();
        await page.GotoAsync(new Uri(address, WebHost.Bare).ToString());
        await page.EvaluateAsync(Connect, new[] { HubMessages.Path, HubMessages.Handshake, HubMessages.Subscribe, HubMessages.Answer, HubMessages.Change });
        return new BrowserSubscriber(page);
    }

    /// <summary>When the next news of a change reached the page, by the clock that both share.</summary>
    public async Task<DateTimeOffset> NextChangeAsync()
    {
        await page.WaitForFunctionAsync(Arrived, _heard);
        var milliseconds = await page.EvaluateAsync<double>("(place) => window.arrivals[place]", _heard++);
        return DateTimeOffset.UnixEpoch + TimeSpan.FromMilliseconds(milliseconds);
    }
}
