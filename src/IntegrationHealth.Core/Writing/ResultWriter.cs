using System.Threading.Channels;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Realtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Writing;

/// <summary>
/// Group commit: results gather (<see cref="BatchGathering"/>), are judged one after another, written in one transaction, and only then completed
/// in the queue and told to others. A failed commit is tried again with the same results; those who bring more wait.
/// </summary>
internal sealed class ResultWriter(
    BatchEvaluator evaluator, BatchCommit commit, HealthEventPublisher events, WriterState state, TimeProvider time,
    IntegrationHealthMetrics metrics, ILogger<ResultWriter> logger) : BackgroundService
{
    /// <summary>Most results in one transaction.</summary>
    internal const int MaxBatch = 1_000;

    /// <summary>Results that may wait before those who bring more have to.</summary>
    private const int MaxWaiting = 10_000;

    /// <summary>Failures after which a batch is looked through for results that are themselves at fault.</summary>
    private const int TriesBeforeRescue = 3;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly Channel<PendingWrite> _waiting =
        Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    private readonly BatchGathering _gathering = new(time);
    private readonly List<PendingWrite> _batch = [];
    private readonly List<EvaluatedWrite> _evaluated = [];
    private readonly List<PendingWrite> _outdated = [];
    private long _batchNumber;
    private int _inBatch;
    private Queue<PendingWrite> _held = new();

    /// <summary>Results that wait for their commit, those of a batch that storage did not take included.</summary>
    public int Waiting => InLine + (state.FailingSince is null ? 0 : _inBatch);

    private int InLine => _waiting.Reader.Count + _held.Count;

    /// <summary>Brings a result; waits while too many wait already.</summary>
    public async ValueTask WriteAsync(PendingWrite pending, CancellationToken cancellationToken)
    {
        await _waiting.Writer.WriteAsync(pending, cancellationToken);
        _gathering.Came(pending, _waiting.Reader.Count);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Results that are here when the host stops are still written; the channel is completed by StopAsync.
        while (_held.Count > 0 || await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (_held.Count == 0)
                await _gathering.WaitAsync(stoppingToken);
            if (_waiting.Reader.Count < BatchGathering.Enough && !stoppingToken.IsCancellationRequested)
                await _gathering.FinishAsync();
            _gathering.Begin();
            FillBatch();
            if (_waiting.Reader.Count > 0)
                _gathering.Hurry();
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
        _batchNumber++;
        _inBatch = 0;
        FillMore();
    }

    /// <summary>Takes what waits and whose integration is in no batch yet.</summary>
    private void FillMore()
    {
        _batch.Clear();
        for (var held = _held.Count; held > 0; held--)
            Take(_held.Dequeue());
        while (_inBatch < MaxBatch && _held.Count < MaxWaiting && _waiting.Reader.TryRead(out var pending))
            Take(pending);
    }

    private void Take(PendingWrite pending)
    {
        if (_inBatch == MaxBatch || pending.Monitored.State.Batch == _batchNumber)
        {
            _held.Enqueue(pending);
            return;
        }

        pending.Monitored.State.Batch = _batchNumber;
        _inBatch++;
        _batch.Add(pending);
    }

    private async Task CommitBatchAsync(CancellationToken stopping)
    {
        _evaluated.Clear();
        await EvaluateAsync(_evaluated);
        if (_evaluated.Count == 0)
            return;

        var started = time.GetTimestamp();
        if (await WriteUntilDoneAsync(_evaluated, stopping) is not { } outcome)
            return;
        metrics.Committed(outcome.Stored.Count, outcome.Refused.Count, time.GetElapsedTime(started));
        var again = new Queue<PendingWrite>();
        var committed = await commit.FinishAsync(outcome.Stored, outcome.Refused, outcome.Uncertain, again, CancellationToken.None);
        foreach (var untried in outcome.Untried)
            again.Enqueue(untried.Pending);
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

    /// <summary>What became of a batch; null when the host stopped before storage came back.</summary>
    private async Task<Outcome?> WriteUntilDoneAsync(List<EvaluatedWrite> evaluated, CancellationToken stopping)
    {
        var failures = 0;
        for (var delay = FirstRetry; ; delay = delay * 2 < LongestRetry ? delay * 2 : LongestRetry)
        {
            try
            {
                var refused = await commit.WriteAsync(evaluated, CancellationToken.None);
                state.Succeeded();
                return new Outcome(evaluated, refused, Uncertain: failures > 0);
            }
            catch (Exception exception)
            {
                metrics.CommitFailed();
                state.Failed(time.GetUtcNow(), evaluated.Count + InLine);
                Log.CommitFailed(logger, evaluated.Count, delay.TotalMilliseconds, exception);
                if (++failures % TriesBeforeRescue == 0 && !commit.IsUnavailable(exception) && await RescueAsync(evaluated) is { } rescued)
                    return rescued;
            }

            try
            {
                await Task.Delay(delay, time, stopping);
            }
            catch (OperationCanceledException)
            {
                commit.GiveUp(evaluated);
                return null;
            }

            await LetGoOfLostAsync(evaluated);
            _inBatch = evaluated.Count;
            await TakeMoreAsync(evaluated);
            if (evaluated.Count == 0)
                return null;
        }
    }

    /// <summary>Stores what can be stored without the results that keep failing; null when nothing can.</summary>
    private async Task<Outcome?> RescueAsync(List<EvaluatedWrite> evaluated)
    {
        var rescue = new BatchRescue(part => commit.WriteAsync(part, CancellationToken.None).AsTask(), commit.IsUnavailable);
        if (evaluated.Count < 2 || !await rescue.RunAsync(evaluated))
            return null;

        state.Succeeded();
        foreach (var poison in rescue.Failed)
            Log.ResultQuarantined(logger, poison.Pending.IntegrationId, poison.Write.ExpectedVersion, rescue.LastFault!);
        await commit.GiveUpAsync(rescue.Failed, CancellationToken.None);
        return new Outcome(rescue.Stored, rescue.Refused, Uncertain: true) { Untried = rescue.Untried };
    }

    /// <summary>While storage was away leases ended: those integrations are other hosts' now.</summary>
    private async Task LetGoOfLostAsync(List<EvaluatedWrite> evaluated)
    {
        List<PendingWrite> lost = [];
        evaluated.RemoveAll(IsLost);
        await commit.DropAsync(lost, CancellationToken.None);

        bool IsLost(EvaluatedWrite write)
        {
            if (!evaluator.HasLostLease(write.Pending))
                return false;
            lost.Add(write.Pending);
            return true;
        }
    }

    /// <summary>A batch that waits may as well grow: a single result that fails for its own sake is told from storage that is away by the others.</summary>
    private async Task TakeMoreAsync(List<EvaluatedWrite> evaluated)
    {
        if (evaluated.Count >= BatchGathering.Enough)
            return;
        FillMore();
        await EvaluateAsync(evaluated);
    }

    /// <summary>Adds what the batch means; lets go of what is about no integration any more.</summary>
    private async Task EvaluateAsync(List<EvaluatedWrite> evaluated)
    {
        _outdated.Clear();
        await evaluator.PrepareAsync(_batch, CancellationToken.None);
        evaluator.Evaluate(_batch, evaluated, _outdated);
        await commit.DropAsync(_outdated, CancellationToken.None);
    }

    /// <summary>What was stored or refused.</summary>
    /// <param name="Stored">Results of the commit.</param>
    /// <param name="Refused">Ids of those that were refused.</param>
    /// <param name="Uncertain">True when an earlier try may have been stored although its answer was lost.</param>
    private sealed record Outcome(List<EvaluatedWrite> Stored, IReadOnlyList<string> Refused, bool Uncertain)
    {
        /// <summary>Storage went away in the middle: these are judged and written with the next batch.</summary>
        public IReadOnlyList<EvaluatedWrite> Untried { get; init; } = [];
    }
}
