using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace IntegrationHealth.Ui.Serving;

/// <summary>The client as it was embedded at build time; empty when it was built without Node.js.</summary>
internal sealed class UiAssets
{
    private const string Prefix = "client/";
    private const string HashedFolder = "assets/";

    private static readonly (string Encoding, string Extension)[] Encodings = [("br", ".br"), ("gzip", ".gz")];

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".woff2"] = "font/woff2",
        [".json"] = "application/json; charset=utf-8",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, UiAsset> _assets;

    public UiAssets(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var byName = new Dictionary<string, byte[]>(files, StringComparer.Ordinal);
        _assets = byName.Keys.Where(name => !Encodings.Any(encoding => name.EndsWith(encoding.Extension, StringComparison.Ordinal)))
            .ToFrozenDictionary(name => name, name => Asset(name, byName), StringComparer.Ordinal);
    }

    public static UiAssets Embedded { get; } = new(Read(typeof(UiAssets).Assembly));

    /// <summary>The page that every address without a file of its own shows; null when the client was not built.</summary>
    public UiAsset? Index => Find("index.html");

    public UiAsset? Find(string name) => _assets.GetValueOrDefault(name);

    private static UiAsset Asset(string name, Dictionary<string, byte[]> files)
    {
        var plain = files[name];
        var forms = Encodings
            .Where(encoding => files.ContainsKey(name + encoding.Extension))
            .Select(encoding => new UiAssetForm(encoding.Encoding, files[name + encoding.Extension]))
            .Where(form => form.Content.Length < plain.Length)
            .OrderBy(form => form.Content.Length)
            .Append(new UiAssetForm("", plain));
        return new UiAsset(
            ContentTypes.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream"),
            $"\"{Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 8))}\"",
            name.StartsWith(HashedFolder, StringComparison.Ordinal),
            [.. forms]);
    }

    private static IEnumerable<KeyValuePair<string, byte[]>> Read(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            yield return new(name[Prefix.Length..], content);
        }
    }
}
