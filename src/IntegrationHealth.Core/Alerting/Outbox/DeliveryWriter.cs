using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>
/// Records how attempts ended, many in one transaction: what comes while one is written goes with the next. Storage that fails is tried
/// again with the same completions; when their leases end meanwhile, the notifications go out once more, with the same ids.
/// </summary>
internal sealed class DeliveryWriter(INotificationOutbox outbox, OutboxSignal signal, TimeProvider time, ILogger<DeliveryWriter> logger)
{
    private const int MaxBatch = 500;

    /// <summary>So many are not waited for any longer.</summary>
    private const int Enough = 100;

    /// <summary>How long the record of an attempt may wait for others: so much more is told twice when the host is killed.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly Channel<(ChannelLane Lane, DeliveryCompletion Completion)> _waiting =
        Channel.CreateUnbounded<(ChannelLane, DeliveryCompletion)>(new() { SingleReader = true });

    /// <summary>Brings a completion; never waits.</summary>
    public void Add(ChannelLane lane, DeliveryCompletion completion) => _waiting.Writer.TryWrite((lane, completion));

    /// <summary>No more are brought: <see cref="RunAsync"/> ends when all are written.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Writes until <see cref="Complete"/>; gives up what storage does not take once <paramref name="stopping"/> is cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var batch = new List<DeliveryCompletion>();
        var lanes = new HashSet<ChannelLane>();
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            lanes.Clear();
            Read(batch, lanes);
            // While every line goes on, more ends come at once: one transaction for many leaves the machine to those who send.
            if (batch.Count < Enough && lanes.All(lane => !lane.IsEmpty))
            {
                await Task.Delay(Gather, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Read(batch, lanes);
            }

            await WriteAsync(batch, stopping);
            // What ended may let a later one of its group go. A line that still holds others looks when it comes to their end: a look after each
            // of thousands would take the time that sending needs.
            if (lanes.Any(lane => lane.IsEmpty))
                signal.Raise();
        }
    }

    private void Read(List<DeliveryCompletion> batch, HashSet<ChannelLane> lanes)
    {
        while (batch.Count < MaxBatch && _waiting.Reader.TryRead(out var ended))
        {
            batch.Add(ended.Completion);
            lanes.Add(ended.Lane);
        }
    }

    private async Task WriteAsync(List<DeliveryCompletion> batch, CancellationToken stopping)
    {
        for (var delay = FirstRetry; ; delay = delay * 2 < LongestRetry ? delay * 2 : LongestRetry)
        {
            try
            {
                var refused = await outbox.CompleteAsync(batch, CancellationToken.None);
                if (refused.Count > 0)
                    Log.CompletionsRefused(logger, refused.Count);
                return;
            }
            catch (Exception exception)
            {
                Log.CompleteFailed(logger, batch.Count, exception);
            }

            try
            {
                await Task.Delay(delay, time, stopping);
            }
            catch (OperationCanceledException)
            {
                Log.CompletionsGivenUp(logger, batch.Count);
                return;
            }
        }
    }
}
