using IntegrationHealth.EndToEnd.Sample;
using Microsoft.Playwright;

namespace IntegrationHealth.Ui.Browser;

/// <summary>The sample host with its simulator, and people who visit it with a browser.</summary>
public class SampleSite : IAsyncLifetime
{
    private readonly Chromium _chromium = new();
    private readonly TemporaryFolder _folder = new();
    private SampleProcess? _sample;

    internal SampleProcess Sample => _sample!;

    public async ValueTask InitializeAsync()
    {
        await _chromium.InitializeAsync();
        _sample = await StartAsync(_folder.Path, Settings);
    }

    private protected virtual Task<SampleProcess> StartAsync(string folder, Dictionary<string, string> settings) =>
        SampleProcess.StartAsync(folder, settings, TestContext.Current.CancellationToken);

    /// <summary>A fresh browser profile that somebody has signed in with: demo-alice, demo-bob or demo-admin; nobody when null.</summary>
    internal async Task<Visitor> VisitAsync(string? token, ColorScheme theme = ColorScheme.Light, int width = 1440, string locale = "en-US", Uri? address = null,
        ServiceWorkerPolicy workers = ServiceWorkerPolicy.Allow)
    {
        address ??= Sample.Address;
        var context = await _chromium.Browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = theme,
            Locale = locale,
            ReducedMotion = ReducedMotion.Reduce,
            ServiceWorkers = workers,
        });
        if (token is not null)
            await context.AddCookiesAsync([new() { Name = "integration-health-demo", Value = token, Url = address.GetLeftPart(UriPartial.Authority), SameSite = SameSiteAttribute.Strict }]);
        return new Visitor(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        if (_sample is not null)
            await _sample.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Dictionary<string, string> Settings => new()
    {
        ["Sample__Storage"] = "memory",
        // One blip at a time: rows of failing connections settle within the test.
        ["IntegrationHealth__Checks__ConfirmationDelay"] = "00:00:01",
        // Wide enough for every check: the budget is only to be seen.
        ["IntegrationHealth__Providers__gmail__QuotaBudget"] = "100000",
        // The receivers of tests are on loopback, which addresses that people type may otherwise not reach.
        ["IntegrationHealth__Outbound__AllowedNetworks__0"] = "127.0.0.0/8",
    };
}
