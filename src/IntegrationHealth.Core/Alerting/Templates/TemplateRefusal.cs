using IntegrationHealth.Catalog;

namespace IntegrationHealth.Alerting.Templates;

/// <summary>Why a template is not taken.</summary>
/// <param name="Field">Which one, as <c>templates.body</c>.</param>
/// <param name="Message">In words.</param>
internal record TemplateRefusal(string Field, string Message)
{
    public IntegrationValidationError ToError() => new(Field, Message);
}

/// <summary>The type of channel has no such part.</summary>
internal sealed record UnknownTemplatePart(string Field, string Message) : TemplateRefusal(Field, Message);

/// <summary>It cannot be read.</summary>
internal sealed record TemplateSyntaxRefusal(string Field, TemplateFault Fault) : TemplateRefusal(Field, $"{Field} is no Liquid template: {Fault}.");

/// <summary>A preview was asked for with a template that is not taken.</summary>
internal sealed class TemplateRefusedException(TemplateRefusal refusal) : Exception(refusal.Message)
{
    public TemplateRefusal Refusal { get; } = refusal;
}
