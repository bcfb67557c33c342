using System.Reflection;
using System.Text.RegularExpressions;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Ui;

/// <summary>The files of the client as the library embeds them, compressed.</summary>
internal static partial class ClientFiles
{
    private const string Prefix = "client/";
    private const string Compressed = ".gz";

    /// <summary>Scripts and styles by name, without the hash in it, with their bytes under gzip; the largest first.</summary>
    public static IReadOnlyList<(string Name, long Bytes)> Read()
    {
        var library = Assembly.LoadFrom(Path.Combine(SampleProcess.Folder, "IntegrationHealth.Ui.dll"));
        return
        [
            .. library.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && (name.EndsWith(".js" + Compressed, StringComparison.Ordinal) || name.EndsWith(".css" + Compressed, StringComparison.Ordinal)))
                .Select(name => (Hash().Replace(name[Prefix.Length..^Compressed.Length], ".$1"), LengthOf(library, name)))
                .OrderByDescending(file => file.Item2),
        ];
    }

    private static long LengthOf(Assembly library, string name)
    {
        using var stream = library.GetManifestResourceStream(name)!;
        return stream.Length;
    }

    [GeneratedRegex(@"-[\w-]{8}\.(js|css)$")]
    private static partial Regex Hash();
}
