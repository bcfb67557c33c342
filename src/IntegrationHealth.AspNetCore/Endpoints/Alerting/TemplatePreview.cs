using System.Text.Json.Serialization;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Templates;
using IntegrationHealth.Catalog;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>Renders a template against a sample event, for whoever writes it. Nothing is sent, and nothing stored.</summary>
internal static class TemplatePreview
{
    public static async Task<IResult> RunAsync(HttpContext http, ChannelTester tester)
    {
        var body = AlertingBody.Read(await AlertingBody.ReadAsync(http.Request), TemplatePreviewJson.Default.TemplatePreviewBody);
        var key = body.Event is { } occasion ? $"{occasion}.{body.Part}" : body.Part;
        try
        {
            return new JsonAnswer<TemplatePreviewAnswer>(
                new TemplatePreviewAnswer(await tester.PreviewAsync(body.Type, key, body.Template)), AlertingAnswersJson.Default.TemplatePreviewAnswer);
        }
        catch (IntegrationValidationException exception)
        {
            return Problems.Invalid(exception.Errors);
        }
        catch (TemplateRefusedException exception)
        {
            return Refused(exception.Refusal);
        }
    }

    /// <summary>The field is the body's own; where the template stands wrong is said once more as numbers, so that an editor can go there.</summary>
    private static ProblemAnswer Refused(TemplateRefusal refusal)
    {
        var problem = Problems.Invalid([refusal.ToError() with { Field = refusal is UnknownTemplatePart ? "part" : "template" }]);
        if (refusal is TemplateSyntaxRefusal { Fault.At: var (line, column) })
        {
            problem.Details.Extensions["line"] = line;
            problem.Details.Extensions["column"] = column;
        }

        return problem;
    }
}

/// <summary>A template to try.</summary>
/// <param name="Type">Type of the channel, such as <c>webhook</c>.</param>
/// <param name="Part">Which part it makes, such as <c>body</c> or <c>subject</c>.</param>
/// <param name="Template">The Liquid template.</param>
/// <param name="Event">The sample event: <c>firing</c>, <c>resolved</c>, <c>acknowledged</c> or <c>test</c>. Default <c>firing</c>.</param>
internal sealed record TemplatePreviewBody(
    [property: JsonRequired] string Type, [property: JsonRequired] string Part, [property: JsonRequired] string Template, string? Event = null);

/// <summary>What a template made.</summary>
internal sealed record TemplatePreviewAnswer(string Text);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(TemplatePreviewBody))]
internal sealed partial class TemplatePreviewJson : JsonSerializerContext;
