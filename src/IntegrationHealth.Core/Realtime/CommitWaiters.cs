using System.Collections.Concurrent;

namespace IntegrationHealth.Realtime;

/// <summary>Those who wait for the next commit of one integration.</summary>
internal sealed class CommitWaiters
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long?>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Ends with the next commit of <paramref name="integrationId"/> that is told of; any number may wait for the same. The answer is its version, or null where none comes.</summary>
    public Task<long?> NextCommit(string integrationId) =>
        _waiting.GetOrAdd(integrationId, static _ => new TaskCompletionSource<long?>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Release(IReadOnlyList<HealthEvent> events)
    {
        if (_waiting.IsEmpty)
            return;
        foreach (var change in events)
            Release(change.Integration.Id, change.After.Version);
    }

    /// <summary>There is nothing more to wait for: the integration is gone, or its state was written by another host.</summary>
    public void Release(string integrationId) => Release(integrationId, null);

    private void Release(string integrationId, long? version)
    {
        if (_waiting.TryRemove(integrationId, out var waiter))
            waiter.SetResult(version);
    }

    /// <summary>The result that was waited for is lost: those who wait get a <see cref="TimeoutException"/> now, not at the end of their patience.</summary>
    public void Fail(string integrationId, string reason)
    {
        if (!_waiting.TryRemove(integrationId, out var waiter))
            return;
        waiter.SetException(new TimeoutException(reason));
        _ = waiter.Task.Exception; // Seen, though the last who waited may have gone.
    }
}
