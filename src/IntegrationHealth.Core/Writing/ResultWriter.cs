using System.Threading.Channels;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Realtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Writing;

/// <summary>
/// Group commit: results gather for some milliseconds, are judged one after another, written in one transaction, and only then completed
/// in the queue and told to others. A failed commit is tried again with the same results; those who bring more wait.
/// </summary>
internal sealed class ResultWriter(
    BatchEvaluator evaluator, BatchCommit commit, HealthEventPublisher events, TimeProvider time,
    IntegrationHealthMetrics metrics, ILogger<ResultWriter> logger) : BackgroundService
{
    /// <summary>Most results in one transaction.</summary>
    private const int MaxBatch = 1_000;

    /// <summary>Results that may wait before those who bring more have to.</summary>
    private const int MaxWaiting = 10_000;

    /// <summary>A batch this large does not wait for more.</summary>
    private const int Enough = 256;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly Channel<PendingWrite> _waiting =
        Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    private readonly List<PendingWrite> _batch = [];
    private readonly List<PendingWrite> _outdated = [];
    private readonly HashSet<string> _inBatch = new(StringComparer.Ordinal);
    private Queue<PendingWrite> _held = new();

    /// <summary>Results that wait for their commit.</summary>
    public int Waiting => _waiting.Reader.Count;

    /// <summary>Brings a result; waits while too many wait already.</summary>
    public ValueTask WriteAsync(PendingWrite pending, CancellationToken cancellationToken) =>
        _waiting.Writer.WriteAsync(pending, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Results that are here when the host stops are still written; the channel is completed by StopAsync.
        while (_held.Count > 0 || await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (_waiting.Reader.Count < Enough && !stoppingToken.IsCancellationRequested)
                await Task.Delay(Gather, time, CancellationToken.None);
            FillBatch();
            await CommitBatchAsync(stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    /// <summary>Takes at most one write an integration: the second is judged by what the first made of it.</summary>
    private void FillBatch()
    {
        _batch.Clear();
        _inBatch.Clear();
        for (var held = _held.Count; held > 0; held--)
            Take(_held.Dequeue());
        while (_batch.Count < MaxBatch && _held.Count < MaxWaiting && _waiting.Reader.TryRead(out var pending))
            Take(pending);
    }

    private void Take(PendingWrite pending)
    {
        if (_batch.Count < MaxBatch && _inBatch.Add(pending.IntegrationId))
            _batch.Add(pending);
        else
            _held.Enqueue(pending);
    }

    private async Task CommitBatchAsync(CancellationToken stopping)
    {
        _outdated.Clear();
        await evaluator.PrepareAsync(_batch, CancellationToken.None);
        var evaluated = evaluator.Evaluate(_batch, _outdated);
        await commit.DropAsync(_outdated, CancellationToken.None);
        if (evaluated.Count == 0)
            return;

        var started = time.GetTimestamp();
        if (await WriteUntilDoneAsync(evaluated, stopping) is not { } refused)
            return;
        metrics.Committed(evaluated.Count, refused.Count, time.GetElapsedTime(started));
        var again = new Queue<PendingWrite>();
        var committed = await commit.FinishAsync(evaluated, refused, again, CancellationToken.None);
        PutBefore(again);
        events.Publish(committed);
        await commit.ExpediteAsync(evaluator.TakeEnded(), CancellationToken.None);
    }

    /// <summary>What came first goes on first: a refused write must not be overtaken by a later one of its integration.</summary>
    private void PutBefore(Queue<PendingWrite> again)
    {
        if (again.Count == 0)
            return;
        foreach (var held in _held)
            again.Enqueue(held);
        _held = again;
    }

    /// <summary>The refused ids; null when the host stopped before storage came back.</summary>
    private async Task<IReadOnlyList<string>?> WriteUntilDoneAsync(List<EvaluatedWrite> evaluated, CancellationToken stopping)
    {
        for (var delay = FirstRetry; ; delay = delay * 2 < LongestRetry ? delay * 2 : LongestRetry)
        {
            try
            {
                return await commit.WriteAsync(evaluated, CancellationToken.None);
            }
            catch (Exception exception)
            {
                metrics.CommitFailed();
                Log.CommitFailed(logger, evaluated.Count, delay.TotalMilliseconds, exception);
            }

            try
            {
                await Task.Delay(delay, time, stopping);
            }
            catch (OperationCanceledException)
            {
                Log.ResultsGivenUp(logger, evaluated.Count);
                return null;
            }
        }
    }
}
