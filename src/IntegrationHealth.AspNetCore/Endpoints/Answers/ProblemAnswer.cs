using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHealth.Endpoints;

/// <summary>An error as RFC 9457 wants it, in the package's own JSON.</summary>
internal sealed class ProblemAnswer(ProblemDetails problem, TimeSpan? retryAfter = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = problem.Status!.Value;
        response.Headers.CacheControl = AnswerHeaders.NoCache;
        if (retryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.ContentType = "application/problem+json";
        var type = EndpointJson.Default.GetTypeInfo(problem.GetType())!;
        await JsonSerializer.SerializeAsync(response.Body, problem, type, httpContext.RequestAborted);
    }
}
