namespace IntegrationHealth.Docs.Pages;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The page, relative to the root.</param>
/// <param name="Line">Line of its first line of text, from 1.</param>
/// <param name="Language">First word after the fence; empty when there is none.</param>
/// <param name="Info">What follows the language.</param>
/// <param name="Text">What it holds.</param>
internal sealed record FencedBlock(string Page, int Line, string Language, string Info, string Text)
{
    private const string Fence = "```";

    public string Place => $"{Page}:{Line}";

    public static IEnumerable<FencedBlock> Of(string page)
    {
        var lines = Repository.Read(page).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimStart();
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
                continue;
            var words = line[Fence.Length..].Split(' ', 2, StringSplitOptions.TrimEntries);
            var start = ++i;
            while (i < lines.Length && !lines[i].TrimStart().StartsWith(Fence, StringComparison.Ordinal))
                i++;
            yield return new FencedBlock(page, start + 1, words[0], words.Length > 1 ? words[1] : "", string.Join('\n', lines[start..Math.Min(i, lines.Length)]));
        }
    }

    /// <summary>The blocks of every page in one of these languages.</summary>
    public static IReadOnlyList<FencedBlock> In(params string[] languages) =>
        [.. Repository.Pages.SelectMany(Of).Where(block => languages.Contains(block.Language, StringComparer.Ordinal))];
}
