using IntegrationHealth.Testing;
using Microsoft.Playwright;

namespace IntegrationHealth.Ui.Browser;

/// <summary>A real Chromium for all tests of the browser, without any connection but to loopback.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;

    internal IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var program = Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } path ? path : Programs.Find("chromium") ?? Programs.Find("google-chrome");
        if (program is null)
        {
            TestRequirement.Missing("Chromium is not installed: PATH holds no chromium.");
            return;
        }

        // A page may take long on a machine that builds at the same time; what never comes still fails.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Headless = true,
            ChromiumSandbox = false,
            Args =
            [
                "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
