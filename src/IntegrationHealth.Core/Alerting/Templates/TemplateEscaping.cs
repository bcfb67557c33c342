using System.Text.Encodings.Web;

namespace IntegrationHealth.Alerting.Templates;

/// <summary>What the values of an alert must not do in the text that a template makes.</summary>
internal enum TemplateEscaping
{
    /// <summary>Plain text: nothing is escaped.</summary>
    None,

    /// <summary>HTML: every value is encoded.</summary>
    Html,

    /// <summary>Slack's mrkdwn: <c>&amp; &lt; &gt;</c> are escaped, so that nobody is called and no link is made up.</summary>
    Slack,

    /// <summary>Markdown of Adaptive Cards: what makes links and emphasis is escaped.</summary>
    Markdown,
}

/// <summary>Escapes values. Pure.</summary>
internal static class TemplateEscape
{
    /// <summary>How the values in a part of a type of channel are escaped.</summary>
    public static TemplateEscaping Of(string channelType, string part) => (channelType, part) switch
    {
        ("slack", "text") => TemplateEscaping.Slack,
        ("teams", _) => TemplateEscaping.Markdown,
        (_, "html") => TemplateEscaping.Html,
        _ => TemplateEscaping.None,
    };

    /// <summary>The value as it may stand in such a text.</summary>
    public static string Apply(TemplateEscaping escaping, string value) => escaping switch
    {
        TemplateEscaping.Slack => Slack(value),
        TemplateEscaping.Markdown => Markdown(value),
        TemplateEscaping.Html => HtmlEncoder.Default.Encode(value),
        _ => value,
    };

    /// <summary>The three characters that Slack reads as markup.</summary>
    public static string Slack(string value) =>
        value.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>A backslash before what Markdown reads.</summary>
    public static string Markdown(string value)
    {
        if (value.AsSpan().IndexOfAny(MarkdownCharacters) < 0)
            return value;
        var escaped = new System.Text.StringBuilder(value.Length + 16);
        foreach (var character in value)
        {
            if (MarkdownCharacters.Contains(character))
                escaped.Append('\\');
            escaped.Append(character);
        }

        return escaped.ToString();
    }

    private static readonly System.Buffers.SearchValues<char> MarkdownCharacters = System.Buffers.SearchValues.Create(@"\`*_[]()<>#~");
}
