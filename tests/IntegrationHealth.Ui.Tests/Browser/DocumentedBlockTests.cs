using System.Text.RegularExpressions;
using IntegrationHealth.Docs.Pages;
using IntegrationHealth.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHealth.Ui.Browser;

/// <summary>What the documentation shows of HTML, CSS and diagrams, in a browser.</summary>
public sealed partial class DocumentedBlockTests(SampleSite site) : IClassFixture<SampleSite>
{
    private const string IdOfThePage = "alice-gmail";
    private const string IdOfTheSample = "sim-0001";

    [Theory]
    [InlineData("docs/ui.md")]
    [InlineData("src/IntegrationHealth.Ui/README.md")]
    public async Task Html_InAPageOfTheHost_ShowsEachElement(string page)
    {
        await using var nginx = await ServeAsync(Html(page));
        await using var alice = await site.VisitAsync("demo-alice", address: nginx.Address);
        await alice.Page.GotoAsync("documented");

        await Expect(alice.Page.Locator("integration-health-list")).ToContainTextAsync("Alice's");
        await Expect(alice.Page.Locator("integration-health-status")).ToContainTextAsync("Healthy");
        alice.Complaints.Should().BeEmpty();
    }

    /// <summary>The page says where: on <c>:root</c> of the interface, or on the elements.</summary>
    [Fact]
    public async Task Css_OnTheInterfaceAndOnElements_Shows()
    {
        var css = FencedBlock.Of("docs/ui.md").Single(block => block.Language == "css").Text;
        css.Should().Contain("--ih-button: #5b21b6").And.Contain("--ih-radius: 4px");
        await using var nginx = await ServeAsync(Html("docs/ui.md"));
        await using var alice = await site.VisitAsync("demo-alice", address: nginx.Address);

        await alice.GoAsync();
        await Expect(alice.Page.Locator(".card").First).ToBeVisibleAsync();
        await StyleAsync(alice.Page, css);
        await Expect(alice.Page.Locator(".card").First).ToHaveCSSAsync("border-radius", "4px");

        await alice.Page.GotoAsync("documented");
        await StyleAsync(alice.Page, css.Replace(":root", "integration-health-list", StringComparison.Ordinal));
        await Expect(alice.Page.Locator("integration-health-list .button--primary").First).ToHaveCSSAsync("background-color", "rgb(91, 33, 182)");
    }

    [Fact]
    public void Variables_ThatThePageNames_AreThoseOfTheInterface()
    {
        var declared = Variable().Matches(Repository.Read("src/IntegrationHealth.Ui/client/src/styles/tokens.css")).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

        Variable().Matches(Repository.Read("docs/ui.md")).Select(match => match.Value).Distinct(StringComparer.Ordinal)
            .Should().NotBeEmpty().And.BeSubsetOf(declared);
    }

    [Fact]
    public async Task Mermaid_IsReadByMermaid()
    {
        var mermaid = Repository.PathOf("artifacts/mermaid/package/dist/mermaid.min.js");
        if (!File.Exists(mermaid))
            TestRequirement.Missing($"{mermaid} is not there: ./test.sh fetches it with npm.");
        var diagrams = FencedBlock.In("mermaid");
        diagrams.Should().NotBeEmpty();
        await using var visitor = await site.VisitAsync(token: null);
        await visitor.Page.SetContentAsync("<!doctype html><title>Diagrams</title>");
        await visitor.Page.AddScriptTagAsync(new() { Path = mermaid });

        foreach (var diagram in diagrams)
        {
            var drawn = await visitor.Page.EvaluateAsync<string>("async text => (await mermaid.render('diagram', text)).svg", diagram.Text);
            drawn.Should().Contain("<svg", diagram.Place).And.NotContain("Syntax error");
        }
    }

    private static string Html(string page)
    {
        var html = FencedBlock.Of(page).Single(block => block.Language == "html").Text;
        html.Should().Contain(IdOfThePage);
        return html.Replace(IdOfThePage, IdOfTheSample, StringComparison.Ordinal);
    }

    /// <summary>A page of the host's own, on the host's own address.</summary>
    private Task<NginxServer> ServeAsync(string body) => NginxServer.StartNewAsync($$"""
        location = /documented { default_type text/html; return 200 "<!doctype html><title>A page of the host</title>{{body.Replace("\"", "\\\"", StringComparison.Ordinal)}}"; }
        location / {
          proxy_pass {{site.Sample.Address}};
          proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;
        }
        """, TestContext.Current.CancellationToken);

    /// <summary>As a style sheet of the host, which no inline style is.</summary>
    private static async Task StyleAsync(IPage page, string css) =>
        await page.EvaluateAsync("css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets.push(sheet); }", css);

    [GeneratedRegex("--ih-[a-z]+(-[a-z]+)*")]
    private static partial Regex Variable();
}
