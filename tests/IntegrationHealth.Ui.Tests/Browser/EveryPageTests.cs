using Microsoft.Playwright;

namespace IntegrationHealth.Ui.Browser;

/// <summary>What holds of each page: it is accessible, nothing is stopped by its policy, nothing moves after it was drawn.</summary>
public sealed class EveryPageTests(SampleSite site) : IClassFixture<SampleSite>
{
    public static TheoryData<string, string, int> Pages()
    {
        var data = new TheoryData<string, string, int>();
        foreach (var (path, person) in new[]
        {
            ("/connections", "demo-bob"), ("/connections?q=nothing-like-this", "demo-bob"), ("/connections/sim-0004", "demo-bob"), ("/connections/missing", "demo-bob"),
            ("/admin", "demo-admin"), ("/admin/integrations", "demo-admin"), ("/admin/integrations/sim-0005", "demo-admin"), ("/admin/outages", "demo-admin"),
            ("/admin/alerts", "demo-admin"), ("/admin/rules", "demo-admin"), ("/admin/rules/new", "demo-admin"), ("/admin/channels", "demo-admin"), ("/admin/channels/new", "demo-admin"),
            ("/admin/channels/missing", "demo-admin"), ("/admin/alerts?state=all", "demo-admin"), ("/admin?range=90d", "demo-admin"),
            ("/admin/silences", "demo-admin"), ("/admin/maintenance", "demo-admin"), ("/admin/escalation", "demo-admin"), ("/admin/audit", "demo-admin"),
            ("/admin/system", "demo-admin"),
            ("/connections?group=provider&open=.gmail", "demo-bob"), ("/changes", "demo-bob"), ("/admin/changes", "demo-admin"), ("/admin/changes?q=nothing-like-this", "demo-admin"),
            ("/admin/integrations?group=provider&open=.gmail,.slack", "demo-admin"), ("/admin/register", "demo-admin"), ("/admin/register?provider=http", "demo-admin"),
            ("/admin/integrations/sim-0005/edit", "demo-admin"), ("/admin/integrations/missing/edit", "demo-admin"),
        })
        {
            data.Add(path, person, 1440);
            data.Add(path, person, 390);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_InBothThemes_IsAccessibleAndWithinItsPolicy(string path, string person, int width)
    {
        await using var visitor = await site.VisitAsync(person, ColorScheme.Light, width);
        await visitor.GoAsync(path);
        await visitor.Page.Locator("h1, .state h2").First.WaitForAsync();
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            // As when the device goes dark in the evening: the page follows without a reload.
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = theme });

            (await Axe.ViolationsAsync(visitor.Page)).Should().BeEmpty("{0} in {1}", path, theme);
            visitor.Complaints.Should().BeEmpty();
            (await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().BeLessThanOrEqualTo(0, "nothing is wider than the window");
        }
    }

    [Theory]
    [InlineData("/connections", "demo-bob")]
    [InlineData("/admin", "demo-admin")]
    [InlineData("/admin/integrations", "demo-admin")]
    public async Task Page_WhileItLoads_MovesNothing(string path, string person)
    {
        await using var visitor = await site.VisitAsync(person);
        await visitor.Page.AddInitScriptAsync(
            "window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });");

        await visitor.GoAsync(path);
        await visitor.Page.Locator(".rows > li, .matrix tbody tr, .grid-row[aria-rowindex='2']").First.WaitForAsync();
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        (await visitor.Page.EvaluateAsync<double>("() => window.shift")).Should().BeLessThan(0.1, "that is where a shift becomes one that people notice");
    }
}
