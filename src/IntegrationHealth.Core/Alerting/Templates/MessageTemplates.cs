using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using Fluid;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Catalog;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Templates;

/// <summary>
/// The templates of channels. A key is a part such as <c>body</c>, or an event and a part such as <c>resolved.body</c>; the event's own goes
/// before the general one. A template that fails never stops a notification: the built-in text goes out instead.
/// </summary>
internal sealed class MessageTemplates(ILogger<MessageTemplates> logger)
{
    /// <summary>Longest template, in characters.</summary>
    public const int LongestSource = 16_384;

    /// <summary>Longest text that comes out, in characters.</summary>
    public const int LongestText = 65_536;

    private const int MostParsed = 1_000;

    private static readonly string[] Events = ["firing", "resolved", "acknowledged", "test"];

    private readonly ConcurrentDictionary<string, IFluidTemplate?> _parsed = new(StringComparer.Ordinal);

    /// <summary>What is wrong with a channel's templates: unknown parts, and syntax with line and column.</summary>
    public static IEnumerable<IntegrationValidationError> Validate(NotificationChannel channel, IReadOnlyList<string> parts)
    {
        foreach (var key in channel.Templates.Keys)
        {
            if (Judge(channel, key, parts) is { } refusal)
                yield return refusal.ToError();
        }
    }

    /// <summary>What is wrong with one of a channel's templates; null when nothing is.</summary>
    public static TemplateRefusal? Judge(NotificationChannel channel, string key, IReadOnlyList<string> parts)
    {
        var (field, source) = ($"templates.{key}", channel.Templates[key]);
        if (!IsKey(key, parts))
        {
            return new UnknownTemplatePart(field, parts.Count == 0
                ? $"{field}: a channel of type '{channel.Type}' takes no templates."
                : $"{field} is unknown; allowed is {string.Join(", ", parts)}, each also after {string.Join(", ", Events.Select(name => name + "."))}.");
        }

        if (source.Length > LongestSource)
            return new TemplateRefusal(field, $"{field} has {source.Length} characters; allowed are up to {LongestSource}.");
        return LiquidLanguage.TryParse(source, out var fault) is null ? new TemplateSyntaxRefusal(field, fault!) : null;
    }

    /// <summary>The text of a part; null where the channel has no template for it, or one that failed.</summary>
    public async ValueTask<string?> RenderAsync(
        NotificationChannel channel, NotificationMessage message, string part, TemplateEscaping escaping, CancellationToken cancellationToken)
    {
        if (channel.Templates.Count == 0 || Find(channel, message.Type, part) is not var (key, source))
            return null;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await RenderAsync(Parse(source) ?? throw new TemplateLimitException("it is no Liquid template"), message, escaping, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.TemplateFailed(logger, channel.Id, key, exception);
            return null;
        }
    }

    /// <summary>What a template makes of a message, for a preview.</summary>
    /// <exception cref="TemplateRefusedException">The template is wrong, or it fails with this message; says how.</exception>
    public static async ValueTask<string> PreviewAsync(string key, string source, NotificationMessage message, TemplateEscaping escaping)
    {
        var field = $"templates.{key}";
        var template = LiquidLanguage.TryParse(source, out var fault) ?? throw new TemplateRefusedException(new TemplateSyntaxRefusal(field, fault!));
        try
        {
            return await RenderAsync(template, message, escaping, CancellationToken.None);
        }
        catch (Exception exception)
        {
            throw new TemplateRefusedException(new TemplateRefusal(field, $"{field} fails: {exception.Message}."));
        }
    }

    private static async ValueTask<string> RenderAsync(
        IFluidTemplate template, NotificationMessage message, TemplateEscaping escaping, CancellationToken cancellationToken)
    {
        var context = new TemplateContext(LiquidLanguage.Options) { Now = () => message.Timestamp };
        new RenderBudget(cancellationToken).Limit(context);
        foreach (var (name, value) in TemplateModel.Of(message, escaping))
            context.SetValue(name, value);
        using var writer = new CappedWriter(LongestText, cancellationToken);
        await template.RenderAsync(writer, context, escaping == TemplateEscaping.Html ? HtmlEncoder.Default : NullEncoder.Default);
        return writer.ToString();
    }

    private IFluidTemplate? Parse(string source)
    {
        if (_parsed.Count > MostParsed)
            _parsed.Clear();
        return _parsed.GetOrAdd(source, static text => LiquidLanguage.TryParse(text, out _));
    }

    private static (string Key, string Source)? Find(NotificationChannel channel, NotificationType type, string part)
    {
        var key = $"{EventOf(type)}.{part}";
        if (channel.Templates.TryGetValue(key, out var source) || channel.Templates.TryGetValue(key = part, out source))
            return (key, source);
        return null;
    }

    private static bool IsKey(string key, IReadOnlyList<string> parts)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        return parts.Contains(key[(dot + 1)..], StringComparer.Ordinal) && (dot < 0 || Events.Contains(key[..dot], StringComparer.Ordinal));
    }

    private static string EventOf(NotificationType type) => type switch
    {
        NotificationType.Resolved => "resolved",
        NotificationType.Acknowledged => "acknowledged",
        NotificationType.Test => "test",
        _ => "firing",
    };
}
