using System.Diagnostics;
using IntegrationHealth.Docs.Code;
using IntegrationHealth.Docs.Pages;
using IntegrationHealth.Testing;
using Microsoft.CodeAnalysis;

namespace IntegrationHealth.Docs.Running;

/// <summary>The program of a page as a process of its own, in a folder of its own, with what the page leaves to its reader from <c>Driver.cs</c>.</summary>
internal sealed class PageProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly string _folder = Directory.CreateTempSubdirectory("ih-page-").FullName;
    private ServerProcess? _process;

    public string Output => _process!.Output;

    /// <summary>Starts it; answers where it listens.</summary>
    public async Task<Uri> StartAsync(string page, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var tests = Path.Combine(AppContext.BaseDirectory, "IntegrationHealth.Docs.Tests");
        var start = new ProcessStartInfo("dotnet",
            ["exec", "--runtimeconfig", $"{tests}.runtimeconfig.json", "--depsfile", $"{tests}.deps.json", Emit(page), .. arguments])
        { WorkingDirectory = _folder };
        foreach (var variable in start.Environment.Keys.Where(key => key.Contains("__", StringComparison.Ordinal) || key.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(variable);
        _process = ServerProcess.Start(start);
        var line = await _process.ReadyAsync(text => text.Contains(Listening, StringComparison.Ordinal), cancellationToken);
        return new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim());
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Emit(string page)
    {
        var file = Path.Combine(_folder, "page.dll");
        var compilation = PageCompilation.Compile("page", OutputKind.ConsoleApplication,
            [.. FencedBlock.Of(page).Where(block => block.Language == "csharp")], Repository.PathOf("tests/IntegrationHealth.Docs.Tests/Running/Driver.cs"));
        PageCompilation.Errors(compilation.Emit(file).Diagnostics).Should().BeEmpty();
        return file;
    }
}
