using System.Diagnostics;
using System.Text.Json;
using IntegrationHealth.Testing;
using YamlDotNet.RepresentationModel;

namespace IntegrationHealth.Docs.Pages;

/// <summary>Blocks that are no C#: each is at least what its language says.</summary>
public sealed class BlockTests
{
    private static readonly string[] Languages = ["", "css", "csharp", "dockerfile", "html", "http", "js", "json", "mermaid", "nginx", "promql", "razor", "sh", "sql", "text", "tsx", "xml", "yaml"];

    [Fact]
    public void Json_IsJson()
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip };
        foreach (var block in FencedBlock.In("json"))
        {
            var read = () => JsonDocument.Parse(block.Text, options).Dispose();
            read.Should().NotThrow($"{block.Place} is marked as JSON");
        }
    }

    [Fact]
    public void Yaml_IsYaml()
    {
        foreach (var block in FencedBlock.In("yaml"))
        {
            var read = () => new YamlStream().Load(new StringReader(block.Text));
            read.Should().NotThrow($"{block.Place} is marked as YAML");
        }
    }

    [Fact]
    public void Xml_IsXml()
    {
        foreach (var block in FencedBlock.In("xml"))
        {
            var read = () => System.Xml.Linq.XDocument.Parse($"<block>{block.Text}</block>");
            read.Should().NotThrow($"{block.Place} is marked as XML");
        }
    }

    [Fact]
    public async Task Shell_IsReadByBash()
    {
        var file = Path.GetTempFileName();
        try
        {
            foreach (var block in FencedBlock.In("sh"))
            {
                await File.WriteAllTextAsync(file, block.Text, TestContext.Current.CancellationToken);
                var read = () => ServerProcess.RunAsync(new ProcessStartInfo("bash", ["-n", file]), TestContext.Current.CancellationToken);
                await read.Should().NotThrowAsync($"{block.Place} is marked as shell");
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Whatever a reader would run names projects and scripts that are there.</summary>
    [Fact]
    public void Shell_NamesProjectsAndScriptsThatAreThere()
    {
        var words = FencedBlock.In("sh", "").SelectMany(block => block.Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(word => (block.Place, Word: word)));
        string[] roots = ["samples/", "tests/", "src/", "bench/", "ops/", "sql/", "./"];

        words.Where(item => roots.Any(root => item.Word.StartsWith(root, StringComparison.Ordinal)))
            .Where(item => !Path.Exists(Repository.PathOf(item.Word.TrimEnd(',', ';', '"'))))
            .Should().BeEmpty();
    }

    /// <summary>A block in a language that no test knows would be checked by none.</summary>
    [Fact]
    public void Languages_AreThoseThatTestsKnow() =>
        Repository.Pages.SelectMany(FencedBlock.Of).Where(block => !Languages.Contains(block.Language, StringComparer.Ordinal))
            .Select(block => $"{block.Place}: {block.Language}").Should().BeEmpty();
}
