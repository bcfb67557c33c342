using System.Text.Json;
using IntegrationHealth.Testing;
using Microsoft.Playwright;

namespace IntegrationHealth.Ui.Browser;

/// <summary>The rules of WCAG 2.2 AA, as far as a program can check them.</summary>
internal static class Axe
{
    private static readonly Lazy<string> Script = new(() => File.ReadAllText(RepositoryRoot.Of("src", "IntegrationHealth.Ui", "client", "node_modules", "axe-core", "axe.min.js")));

    /// <summary>Each violation as one line: rule, what it says, and where.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        await page.EvaluateAsync(Script.Value);
        var json = await page.EvaluateAsync<string>(
            """
            async () => JSON.stringify((await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }))
              .violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${violation.help}: ${node.target.join(' ')}: ${node.any.map((check) => check.message).join('; ')}`)))
            """);
        return JsonSerializer.Deserialize<string[]>(json)!;
    }
}
