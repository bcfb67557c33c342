using IntegrationHealth.Endpoints;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Realtime;

/// <summary>
/// Ends connections whose sign-in has ended: by its own end within a second, and every minute those whose policy no longer lets them in, for
/// example because an administrator stopped being one, or who act for another owner now.
/// </summary>
internal sealed class HubSweep(HubSubscriptions subscriptions, HubAccess access, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PolicyPeriod = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    public void Start() => _run = Task.Run(() => RunAsync(_stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, time);
        var policiesAt = time.GetUtcNow() + PolicyPeriod;
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                var now = time.GetUtcNow();
                var askPolicies = now >= policiesAt;
                if (askPolicies)
                    policiesAt = now + PolicyPeriod;
                foreach (var session in subscriptions.Sessions())
                    await SweepAsync(session, now, askPolicies);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task SweepAsync(HubSession session, DateTimeOffset now, bool askPolicies)
    {
        try
        {
            if (session.EndsAt <= now || (askPolicies && !await IsStillWelcomeAsync(session, now)))
            {
                EndpointLog.SignInEnded(logger, session.ConnectionId);
                session.Abort();
            }
        }
        catch (Exception exception)
        {
            // Not known whether it may stay: then it may not. It can come back and be asked again.
            EndpointLog.SweepFailed(logger, session.ConnectionId, exception);
            session.Abort();
        }
    }

    private async Task<bool> IsStillWelcomeAsync(HubSession session, DateTimeOffset now) =>
        await access.MayStayAsync(session, now) && (!session.SeesAsAdministrator || await access.IsAdministratorAsync(session)) && ActsForWhomItSubscribed(session);

    /// <summary>False when the host says meanwhile that the person acts for another owner, or for none.</summary>
    private bool ActsForWhomItSubscribed(HubSession session) =>
        subscriptions.WholeOf(session.ConnectionId).OwnerId is not { } ownerId || session.OwnerId == ownerId;
}
