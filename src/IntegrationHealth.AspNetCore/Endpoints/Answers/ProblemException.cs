using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Endpoints;

/// <summary>Ends a request with a problem. Never leaves the package: <see cref="Guarding.EndpointGuard"/> answers it.</summary>
internal sealed class ProblemException(IResult problem) : Exception
{
    public IResult Problem { get; } = problem;
}
