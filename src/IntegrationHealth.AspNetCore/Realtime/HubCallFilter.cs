using IntegrationHealth.Guarding;
using Microsoft.AspNetCore.SignalR;

namespace IntegrationHealth.Realtime;

/// <summary>A call of the hub spends the caller's allowance as a request does.</summary>
internal sealed class HubCallFilter(CallLimiter calls) : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var http = invocationContext.Context.GetHttpContext();
        if (http is not null && !calls.TryTake(http, out var retryAfter))
            throw new HubException($"You have called more often than this host allows. Try again in {Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds)):0} s.");
        return next(invocationContext);
    }
}
