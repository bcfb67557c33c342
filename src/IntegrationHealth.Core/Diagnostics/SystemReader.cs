using System.Collections.Concurrent;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Caching;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Hosts;
using IntegrationHealth.InMemory;
using IntegrationHealth.Reading;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Diagnostics;

/// <summary>Asks every part how it is, none for longer than <see cref="Patience"/>.</summary>
internal sealed class SystemReader(
    IntegrationRegistry registry, SchedulerHeartbeat heartbeat, CheckWorkers workers, ResultWriter writer, WriterState writes, ICheckQueue queue, IHealthReader health,
    IOptionsMonitor<IntegrationHealthOptions> options, TimeProvider time, INotificationOutbox outbox, IHostDirectory directory, HostReporter reporter, CacheTally cache,
    ILogger<SystemReader> logger, IStorageInspector? storage = null) : ISystemReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<SystemStatus> ReadAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var errors = new ConcurrentQueue<string>();

        // All at once: a part that does not answer takes no patience from the others.
        var asking = AskAsync<CheckQueueDepth?>(async token => await queue.GetDepthAsync(token), errors, either.Token, cancellationToken);
        var began = time.GetTimestamp();
        var timing = AskAsync<TimeSpan?>(async token =>
        {
            await health.GetAsync(["-"], token); // Any id: what matters is that an answer comes.
            return time.GetElapsedTime(began);
        }, errors, either.Token, cancellationToken);
        var sizing = storage is null ? Task.FromResult<long?>(null) : AskAsync(storage.GetSizeAsync, errors, either.Token, cancellationToken);
        // In shadow mode what waits is meant to wait.
        var counting = options.CurrentValue.Shadow
            ? Task.FromResult<OutboxDepth?>(null)
            : AskAsync<OutboxDepth?>(async token => await outbox.GetDepthAsync(now, token), errors, either.Token, cancellationToken);
        var own = reporter.Report();
        var listing = AskAsync(async token => await directory.ListAsync(token), errors, either.Token, cancellationToken);
        await Task.WhenAll(asking, timing, sizing, counting, listing);
        var (depth, latency, size, waiting, others) = (await asking, await timing, await sizing, await counting, await listing ?? []);
        return new SystemStatus
        {
            Integrations = registry.Count,
            SchedulerSeenAt = heartbeat.SeenAt,
            Queue = depth,
            QueueLag = (depth?.OverdueSince ?? depth?.OldestDueAt) is { } due && due < now ? now - due : TimeSpan.Zero,
            ChecksActive = workers.Max - workers.Free,
            ChecksMax = workers.Max,
            ResultsWaiting = writer.Waiting,
            WritesFailingSince = writes.FailingSince,
            Storage = storage?.Kind ?? (health is InMemoryHealthReader ? "memory" : "unknown"),
            StorageBytes = size,
            StorageLatency = latency,
            Error = errors.IsEmpty ? null : string.Join(", ", errors.Distinct(StringComparer.Ordinal)),
            Hosts = [own, .. others.Where(host => host.Id != own.Id)],
            Cache = cache.Read(),
            OutboxLag = waiting?.OldestDueAt is { } at && at < now ? now - at : null,
        };
    }

    private async Task<T?> AskAsync<T>(
        Func<CancellationToken, Task<T?>> ask, ConcurrentQueue<string> errors, CancellationToken either, CancellationToken caller)
    {
        try
        {
            // A driver that does not listen to the token must not hold the answer.
            return await ask(either).WaitAsync(either);
        }
        catch (Exception exception) when (!caller.IsCancellationRequested)
        {
            Log.PartDidNotAnswer(logger, exception);
            errors.Enqueue(exception is OperationCanceledException ? $"no answer in {Patience.TotalSeconds:0} s" : exception.GetType().Name);
            return default;
        }
    }
}
