using IntegrationHealth.Testing;
using Microsoft.Playwright;

namespace IntegrationHealth.Ui.Browser;

/// <summary>
/// The pictures in the guides, taken of the sample host. <c>UPDATE_PICTURES=true</c> writes them anew into <c>docs/images</c>; without it the test holds that
/// each page still shows what its picture is for, and that the guides show the picture.
/// </summary>
public sealed class GuidePictureTests(SampleSite site) : IClassFixture<SampleSite>
{
    private static readonly string Docs = RepositoryRoot.Of("docs");

    [Theory]
    [InlineData("owners-guide", "connections", "demo-alice", "/connections", "text=Reconnect")]
    [InlineData("owners-guide", "connection", "demo-alice", "/connections/sim-0005", "text=Google no longer accepts this connection")]
    [InlineData("administrators-guide", "overview", "demo-admin", "/admin", ".matrix tbody tr")]
    [InlineData("administrators-guide", "integrations", "demo-admin", "/admin/integrations", ".grid-row[aria-rowindex='2']")]
    [InlineData("administrators-guide", "rule", "demo-admin", "/admin/rules/default-failing", "text=Would have fired")]
    [InlineData("administrators-guide", "system", "demo-admin", "/admin/system", "text=Storage")]
    public async Task Page_OfAGuide_IsShownAsItIs(string guide, string name, string person, string path, string shows)
    {
        await using var visitor = await site.VisitAsync(person, ColorScheme.Light, 1280);
        await visitor.GoAsync(path);
        await visitor.Page.Locator(shows).First.WaitForAsync();
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var picture = await visitor.Page.ScreenshotAsync(new() { Type = ScreenshotType.Png, Animations = ScreenshotAnimations.Disabled });

        var file = Path.Combine(Docs, "images", $"{name}.png");
        if (Environment.GetEnvironmentVariable("UPDATE_PICTURES") == "true")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, picture, TestContext.Current.CancellationToken);
        }

        (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).Should().StartWith([0x89, (byte)'P', (byte)'N', (byte)'G']);
        (await File.ReadAllTextAsync(Path.Combine(Docs, $"{guide}.md"), TestContext.Current.CancellationToken)).Should().MatchRegex($@"!\[[^\]]{{10,}}\]\(images/{name}\.png\)");
    }
}
