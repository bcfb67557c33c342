using System.Text.RegularExpressions;

namespace IntegrationHealth.Docs.Pages;

public sealed partial class LinkTests
{
    [Fact]
    public void Links_OfEveryPage_LeadSomewhere()
    {
        var broken = Repository.Pages.SelectMany(page => Targets(page).Where(target => !Exists(page, target)).Select(target => $"{page}: {target}"));

        broken.Should().BeEmpty();
        Repository.Pages.Should().Contain("docs/README.md").And.Contain("src/IntegrationHealth.Core/README.md");
    }

    /// <summary>From the index every page can be reached; decisions and the runbook have an index of their own.</summary>
    [Fact]
    public void Indexes_NameEveryPageOfTheDocumentation()
    {
        string[] indexes = ["docs/README.md", "docs/decisions/README.md", "docs/runbook/README.md"];
        var named = indexes.SelectMany(index => Targets(index).Select(target => Resolve(index, target.Split('#')[0]))).ToHashSet(StringComparer.Ordinal);

        Repository.Pages.Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && page != indexes[0]).Should().BeSubsetOf(named);
    }

    /// <summary>A gap would look like a page that was taken away.</summary>
    [Fact]
    public void Decisions_AreNumberedWithoutGaps_InNameAndTitle()
    {
        var pages = Repository.Pages.Where(page => page.StartsWith("docs/decisions/", StringComparison.Ordinal) && !page.EndsWith("README.md", StringComparison.Ordinal)).ToList();

        pages.Should().HaveCountGreaterThan(7);
        pages.Select(page => Path.GetFileName(page)[..4]).Should().Equal(Enumerable.Range(1, pages.Count).Select(number => $"{number:0000}"));
        pages.Select((page, index) => (page, Title: $"# {index + 1}. ")).Where(item => !Repository.Read(item.page).StartsWith(item.Title, StringComparison.Ordinal)).Should().BeEmpty();
    }

    /// <summary>A package's page is shown by the registry, where a relative link leads nowhere.</summary>
    [Fact]
    public void Links_OfPackagePages_AreAbsolute() =>
        Repository.Pages.Where(page => page.StartsWith("src/", StringComparison.Ordinal)).SelectMany(Targets).Should().BeEmpty();

    private static IEnumerable<string> Targets(string page) => Link().Matches(WithoutCode(Repository.Read(page)))
        .Select(match => match.Groups[1].Value)
        .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    private static bool Exists(string page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? page : Resolve(page, parts[0]);
        var full = Repository.PathOf(path);
        if (!File.Exists(full) && !Directory.Exists(full))
            return false;
        return parts.Length == 1 || Heading().Matches(WithoutCode(Repository.Read(path))).Any(heading => Anchor(heading.Groups[1].Value) == parts[1]);
    }

    private static string Resolve(string page, string target) =>
        Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, target)).Replace('\\', '/');

    /// <summary>As GitHub makes it.</summary>
    private static string Anchor(string heading) => NoAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string text) => Fenced().Replace(text, "");

    [GeneratedRegex(@"\]\(([^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex("^\\s*```.*?^\\s*```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
