using IntegrationHealth.Testing;
using Microsoft.Playwright;

namespace IntegrationHealth.Ui.Pictures;

/// <summary>
/// The pictures in the guides, taken of the sample host with a month behind it. <c>UPDATE_PICTURES=true</c> writes them anew into <c>docs/images</c>; without it
/// the test holds that each page still shows all that the guide says of its picture, and that the guide shows the picture.
/// </summary>
public sealed class GuidePictureTests(SiteWithPast site) : IClassFixture<SiteWithPast>
{
    private const int Marked = 2;

    private static readonly string Docs = RepositoryRoot.Of("docs");

    [Theory]
    [InlineData("owners-guide", "connections", "demo-alice", "/connections", "text=Reconnect", "text=/9\\d\\.\\d+ ?%/")]
    [InlineData("owners-guide", "connection", "demo-alice", "/connections/sim-0005", "text=Google no longer accepts this connection", ".chart canvas", "text=/\\d ?%/")]
    [InlineData("administrators-guide", "overview", "demo-admin", "/admin", ".matrix tbody tr", ".chart canvas", "text=Providers and reasons")]
    [InlineData("administrators-guide", "integrations", "demo-admin", "/admin/integrations", ".grid-row[aria-rowindex='2']", "text=/2 selected/i")]
    [InlineData("administrators-guide", "rule", "demo-admin", "/admin/rules/default-failing", "text=Would have fired", "text=/sim-|Alice's|Bob's/")]
    [InlineData("administrators-guide", "system", "demo-admin", "/admin/system", "text=Storage")]
    public async Task Page_OfAGuide_IsShownAsItIs(string guide, string name, string person, string path, params string[] shows)
    {
        await using var visitor = await site.VisitAsync(person, ColorScheme.Light, 1280);
        await visitor.GoAsync(path);
        await visitor.Page.Locator(shows[0]).First.WaitForAsync();
        if (name == "integrations")
        {
            for (var row = 0; row < Marked; row++)
                await visitor.Page.Locator("[role=cell] input[type=checkbox]").Nth(row).CheckAsync();
        }

        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var picture = await visitor.Page.ScreenshotAsync(new()
        {
            Type = ScreenshotType.Png,
            Animations = ScreenshotAnimations.Disabled,
            FullPage = true,
            // The list of all checks goes on for pages.
            Clip = name == "connection" ? new() { Width = 1280, Height = 1640 } : null,
        });
        var file = Path.Combine(Docs, "images", $"{name}.png");
        if (Environment.GetEnvironmentVariable("UPDATE_PICTURES") == "true")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, picture, TestContext.Current.CancellationToken);
        }

        foreach (var part in shows)
            await visitor.Page.Locator(part).First.WaitForAsync(new() { Timeout = 15_000 });
        (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).Should().StartWith([0x89, (byte)'P', (byte)'N', (byte)'G']);
        (await File.ReadAllTextAsync(Path.Combine(Docs, $"{guide}.md"), TestContext.Current.CancellationToken)).Should().MatchRegex($@"!\[[^\]]{{10,}}\]\(images/{name}\.png\)");
    }
}
