using Microsoft.Playwright;

namespace IntegrationHealth.Bench.Web;

/// <summary>A headless Chromium: the one that CHROMIUM_PATH names, or /usr/bin/chromium. Not pinned to a core, for it is many processes.</summary>
internal sealed class BenchChromium : IAsyncDisposable
{
    private readonly IPlaywright _playwright;

    private BenchChromium(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    public static async Task<BenchChromium> StartAsync()
    {
        var program = Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } path ? path : "/usr/bin/chromium";
        if (!File.Exists(program))
            throw new InvalidOperationException($"This benchmark needs Chromium, and there is none at {program}: apt-get install chromium, or set CHROMIUM_PATH.");
        var playwright = await Playwright.CreateAsync();
        return new BenchChromium(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            ChromiumSandbox = false,
            Args = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
