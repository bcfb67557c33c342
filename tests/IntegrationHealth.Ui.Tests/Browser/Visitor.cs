using Microsoft.Playwright;

namespace IntegrationHealth.Ui.Browser;

/// <summary>One person's browser profile and page, with everything that the page complained about.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            // Answers such as 429 are part of a test; what the Content-Security-Policy stops is not.
            if (message.Type is "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _complaints.Add(message.Text);
        };
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => _complaints;

    public Task GoAsync(string path = "") => Page.GotoAsync("integration-health" + path);

    public Task SetOfflineAsync(bool offline) => _context.SetOfflineAsync(offline);

    public Task HeadingAsync(string text) => Assertions.Expect(Page.Locator("h1").Filter(new() { HasText = text })).ToBeVisibleAsync();

    public ValueTask DisposeAsync() => new(_context.CloseAsync());
}
