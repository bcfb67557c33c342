using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Endpoints;

/// <summary>Ends a request with a problem. Never leaves the package: <see cref="ProblemFilter"/> answers it.</summary>
internal sealed class ProblemException(IResult problem) : Exception
{
    public IResult Problem { get; } = problem;
}

internal sealed class ProblemFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ProblemException exception)
        {
            return exception.Problem;
        }
    }
}
