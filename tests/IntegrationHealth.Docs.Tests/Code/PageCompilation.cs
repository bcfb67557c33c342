using IntegrationHealth.Docs.Pages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationHealth.Docs.Code;

/// <summary>
/// Compiles the C# of one page as a whole, so that one block may use what another declares. Statements become the body of a method that is
/// given what every host has (<c>builder</c>, <c>app</c>, <c>health</c>, …), unless they are a whole program; types stay types. What else a fragment takes for granted stands after
/// <c>given</c> in its info string: <c>csharp given string secret</c>. A block with usings of its own gets no others from this library.
/// </summary>
internal static class PageCompilation
{
    private const string Given = "given ";

    private const string Host =
        "WebApplicationBuilder builder, WebApplication app, IServiceCollection services, IntegrationHealth.DependencyInjection.IIntegrationHealthBuilder health, CancellationToken cancellationToken";

    /// <summary>As in a web project.</summary>
    private static readonly string[] Implicit =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Net.Http.Json", "System.Threading", "System.Threading.Tasks",
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(File.Exists).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>Namespaces of this library and what its fragments lean on.</summary>
    private static readonly string[] Assumed =
    [
        .. typeof(IntegrationHealth.Catalog.Integration).Assembly.GetExportedTypes().Concat(typeof(IntegrationHealth.Authorization.IIntegrationAccess).Assembly.GetExportedTypes())
            .Select(type => type.Namespace!).Distinct().Where(name => name.StartsWith("IntegrationHealth", StringComparison.Ordinal)),
        "System.Security.Claims", "System.Security.Cryptography", "System.Text", "HealthChecks.NpgSql", "Microsoft.AspNetCore.SignalR.Client", "OpenTelemetry", "OpenTelemetry.Metrics", "OpenTelemetry.Trace",
    ];

    /// <summary>Errors, each with its place in the page.</summary>
    public static IReadOnlyList<string> Errors(IReadOnlyList<FencedBlock> blocks) => Errors(Compile("page", OutputKind.DynamicallyLinkedLibrary, blocks).GetDiagnostics());

    public static IReadOnlyList<string> Errors(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.ToString())];

    /// <summary>The page, with files of C# that add to it. Its program is <c>ProgramOfThePage.RunAsync</c>.</summary>
    public static CSharpCompilation Compile(string name, OutputKind kind, IReadOnlyList<FencedBlock> blocks, params IEnumerable<string> files)
    {
        var trees = blocks.Select((block, index) => CSharpSyntaxTree.ParseText(Source(block, index), Options, block.Place))
            .Concat(files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Options, file))).ToList();
        var declared = trees.SelectMany(tree => tree.GetCompilationUnitRoot().Members).Select(NameOf).ToHashSet(StringComparer.Ordinal);
        trees.Add(AssumedTypes(declared));
        if (blocks.Index().Where(block => IsProgram(block.Item)).ToList() is [var program])
            trees.Add(CSharpSyntaxTree.ParseText($"global using ProgramOfThePage = Block{program.Index};", Options));
        return CSharpCompilation.Create(name, trees, References, new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: false));
    }

    private static string Source(FencedBlock block, int index)
    {
        var root = CSharpSyntaxTree.ParseText(block.Text, Options).GetCompilationUnitRoot();
        var usings = Implicit.Concat(root.Usings.Count == 0 ? Assumed : []).Select(name => $"using {name};");
        var statements = root.Members.OfType<GlobalStatementSyntax>().ToList();
        var types = root.Members.Except(statements);
        var given = block.Info.StartsWith(Given, StringComparison.Ordinal) ? block.Info[Given.Length..] : null;
        string?[] parameters = IsProgram(block) ? ["string[] args", given] : [Host, given];
        var body = statements.Count == 0 ? "" : $$"""
            internal static class Block{{index}}
            {
                public static async Task RunAsync({{string.Join(", ", parameters.OfType<string>())}})
                {
                    await Task.Yield();
            {{string.Concat(statements.Select(statement => Placed(block, statement)))}}
                }
            }
            """;
        return string.Join('\n', [.. usings, .. root.Usings.Select(found => Placed(block, found)), .. types.Select(type => Placed(block, type)), body]);
    }

    private static bool IsProgram(FencedBlock block) =>
        block.Text.Contains(".CreateBuilder(", StringComparison.Ordinal) || block.Text.Contains(".CreateApplicationBuilder(", StringComparison.Ordinal);

    /// <summary>Errors are told with the line of the page.</summary>
    private static string Placed(FencedBlock block, SyntaxNode node) =>
        $"\n#line {block.Line + node.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line} \"{block.Page}\"\n{node.ToFullString()}";

    private static SyntaxTree AssumedTypes(HashSet<string> declared)
    {
        var root = CSharpSyntaxTree.ParseText(File.ReadAllText(Repository.PathOf("tests/IntegrationHealth.Docs.Tests/Code/Assumed.cs")), Options).GetCompilationUnitRoot();
        return root.WithMembers([.. root.Members.Where(member => !declared.Contains(NameOf(member)))]).SyntaxTree;
    }

    private static string NameOf(MemberDeclarationSyntax member) => member is BaseTypeDeclarationSyntax type ? type.Identifier.Text : "";
}
