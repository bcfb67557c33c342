using IntegrationHealth.Authorization;
using IntegrationHealth.Endpoints;
using IntegrationHealth.Writing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Guarding;

/// <summary>
/// Stands before every endpoint of the package, hub included: lets in who may come in, no more often than allowed, and answers every error as
/// a problem. It does so itself, because the host's authorization, exception and status code handlers answer as the host wants: with a
/// redirect, a page, or nothing.
/// </summary>
internal sealed class EndpointGuard(CallLimiter calls, ILogger logger)
{
    /// <summary>
    /// Keeps a fallback policy of the host from answering before this guard does. Not AllowAnonymous: that would also silence
    /// policies which the host adds to these endpoints on purpose.
    /// </summary>
    private static readonly AuthorizationPolicy LeftToTheGuard = new AuthorizationPolicyBuilder().RequireAssertion(static _ => true).Build();

    /// <summary>Puts the guard before every endpoint of <paramref name="group"/>, whenever it is added.</summary>
    public void Protect(RouteGroupBuilder group)
    {
        group.WithMetadata(LeftToTheGuard);
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (!endpoint.Metadata.OfType<EndpointScope>().Any())
                throw new InvalidOperationException($"{endpoint.DisplayName} does not say whose it is: map it in the owners' or the administrators' group.");
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = http => InvokeAsync(http, next);
        });
    }

    private async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            if (await RefusalAsync(http) is { } refusal)
                await refusal.ExecuteAsync(http);
            else
                await next(http);
        }
        catch (ProblemException exception) when (!http.Response.HasStarted)
        {
            await exception.Problem.ExecuteAsync(http);
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            await Problems.BadRequest(exception).ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception exception)
        {
            EndpointLog.Failed(logger, http.Request.Method, http.GetEndpoint()?.DisplayName, exception);
            if (http.Response.HasStarted)
                http.Abort(); // Half an answer must not look like a whole one.
            else if (IsStorageAway(http, exception))
                await Problems.StorageAway().ExecuteAsync(http);
            else
                await Problems.Failed(http.TraceIdentifier).ExecuteAsync(http);
        }
    }

    /// <summary>Storage knows its own failures; EF wraps them in others.</summary>
    private static bool IsStorageAway(HttpContext http, Exception exception)
    {
        var store = http.RequestServices.GetService<IResultStore>();
        for (var cause = exception; store is not null && cause is not null; cause = cause.InnerException)
        {
            if (store.IsUnavailable(cause))
                return true;
        }

        return false;
    }

    private async Task<IResult?> RefusalAsync(HttpContext http)
    {
        var decision = await SignInGuard.DecideAsync(http);
        if (!calls.TryTake(http, out var retryAfter))
            return Problems.TooManyCalls(retryAfter);
        return decision;
    }

    public static EndpointGuard Create(IServiceProvider services, CallLimiter calls) => new(
        calls, services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EndpointLog).FullName!));
}
