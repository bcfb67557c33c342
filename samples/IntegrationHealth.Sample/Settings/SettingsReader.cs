using System.Globalization;

namespace IntegrationHealth.Sample.Settings;

/// <summary>Reads single settings and gathers what is wrong, so that all errors are told at once.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> _errors = [];
    private readonly SortedSet<string> _read = new(StringComparer.OrdinalIgnoreCase);

    public string? Text(string key)
    {
        _read.Add(key);
        return configuration[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }

    /// <summary>The root of a web site, without the slash at its end.</summary>
    public string? WebAddress(string key) => Text(key) switch
    {
        null => null,
        var text when Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) => text.TrimEnd('/'),
        var text => Refuse<string?>(key, text, "an http or https address, such as https://status.example.com", null),
    };

    public bool Switch(string key, bool otherwise) => Text(key) switch
    {
        null => otherwise,
        var text when bool.TryParse(text, out var value) => value,
        var text => Refuse(key, text, "true, false", otherwise),
    };

    public int Number(string key, int otherwise, int least, int most) => Text(key) switch
    {
        null => otherwise,
        var text when int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most => value,
        var text => Refuse(key, text, string.Create(CultureInfo.InvariantCulture, $"whole numbers from {least} to {most}"), otherwise),
    };

    public T Word<T>(string key, T otherwise)
        where T : struct, Enum => Text(key) switch
        {
            null => otherwise,
            var text when Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name => Enum.Parse<T>(name),
            var text => Refuse(key, text, string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant())), otherwise),
        };

    /// <summary>A connection string. Its value may hold a password, so it is never repeated.</summary>
    public string? ConnectionString(string key, string allowed, Action<string> parse)
    {
        if (Text(key) is not { } text)
            return null;
        try
        {
            parse(text);
            return text;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            Refuse($"{key}: the value ({text.Length} characters, not repeated here since it may hold a password) is not a connection string. Allowed: {allowed}.");
            return null;
        }
    }

    /// <summary>A mistyped key would otherwise be a setting that silently does nothing. Call it when all is read.</summary>
    public void RefuseUnknown(string section)
    {
        foreach (var leaf in configuration.GetSection(section).AsEnumerable().Where(leaf => leaf.Value is not null && !_read.Contains(leaf.Key)))
            Refuse($"{leaf.Key}: nobody reads this key (its value has {leaf.Value!.Length} characters). Allowed: {string.Join(", ", _read.Where(key => key.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase)))}.");
    }

    public void Refuse(string message) => _errors.Add(message);

    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
            throw new SettingsException(_errors);
    }

    private T Refuse<T>(string key, string value, string allowed, T otherwise)
    {
        Refuse($"{key}: \"{value}\" is not allowed. Allowed: {allowed}.");
        return otherwise;
    }
}
