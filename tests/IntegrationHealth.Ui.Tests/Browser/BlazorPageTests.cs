using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.EndToEnd.Samples;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHealth.Ui.Browser;

/// <summary>The custom elements on a page that Blazor renders.</summary>
public sealed class BlazorPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Elements_OnTheHostsPage_DrawWhatIsWatched()
    {
        await using var watched = await StartWatchedAsync();
        await using var sample = new SmallSample();
        var address = await sample.StartWebAsync("IntegrationHealth.Sample.Blazor", Token, "--Watch", watched.Urls.Single());
        using var client = new HttpClient { BaseAddress = address };
        await SampleProcess.StatusAsync(client, "example", "healthy", Token);
        var context = await chromium.Browser.NewContextAsync(new() { Locale = "en-US" });
        await using var visitor = new Visitor(context, await context.NewPageAsync());

        await visitor.Page.GotoAsync(address.ToString());

        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Your connections" })).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("integration-health-status")).ToContainTextAsync("Healthy");
        await Expect(visitor.Page.Locator("integration-health-list")).ToContainTextAsync("example");
        visitor.Complaints.Should().BeEmpty();
    }

    private static async Task<WebApplication> StartWatchedAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", () => "works");
        await app.StartAsync(Token);
        return app;
    }
}
