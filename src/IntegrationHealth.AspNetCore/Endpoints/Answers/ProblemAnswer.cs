using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHealth.Endpoints;

/// <summary>An error as RFC 9457 wants it, in the package's own JSON.</summary>
internal sealed class ProblemAnswer(ProblemDetails problem, TimeSpan? retryAfter = null) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => problem.Status;

    /// <summary>The body, for members of one route alone.</summary>
    public ProblemDetails Details => problem;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = problem is HttpValidationProblemDetails validation
            ? JsonBody.Write(validation, EndpointJson.Default.HttpValidationProblemDetails)
            : JsonBody.Write(problem, EndpointJson.Default.ProblemDetails);
        var response = httpContext.Response;
        response.StatusCode = problem.Status!.Value;
        AnswerHeaders.Set(response);
        if (retryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        response.ContentType = "application/problem+json";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, httpContext.RequestAborted);
    }
}
