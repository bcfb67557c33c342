using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Catalog;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>Renders a template against a sample event, for whoever writes it. Nothing is sent, and nothing stored.</summary>
internal static partial class TemplatePreview
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
            return Refusal(exception.Errors, key);
        }
    }

    /// <summary>The field is the body's own; where the template stands wrong is said once more as numbers, so that an editor can go there.</summary>
    private static ProblemAnswer Refusal(IReadOnlyList<IntegrationValidationError> errors, string key)
    {
        var problem = Problems.Invalid([.. errors.Select(error => error.Field != $"templates.{key}" ? error
            : error.Message.Contains(" is unknown; ", StringComparison.Ordinal) ? error with { Field = "part" } : error with { Field = "template" })]);
        if (errors.Select(error => Position().Match(error.Message)).FirstOrDefault(match => match.Success) is { } found)
        {
            problem.Details.Extensions["line"] = int.Parse(found.Groups["line"].ValueSpan, CultureInfo.InvariantCulture);
            problem.Details.Extensions["column"] = int.Parse(found.Groups["column"].ValueSpan, CultureInfo.InvariantCulture);
        }

        return problem;
    }

    [GeneratedRegex(@"\((?<line>[0-9]{1,9}):(?<column>[0-9]{1,9})\)", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
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
