using System.Data.Common;

namespace IntegrationHealth.Writing;

/// <summary>
/// Finds the results that keep a batch from being stored. A batch that fails is halved, and halved again, until what can be stored is stored
/// and what cannot stands alone.
/// </summary>
internal sealed class BatchRescue(Func<List<EvaluatedWrite>, Task<IReadOnlyList<string>>> write)
{
    private readonly List<string> _refused = [];
    private readonly List<EvaluatedWrite> _stored = [];
    private readonly List<EvaluatedWrite> _failed = [];
    private int _attemptsLeft;

    public IReadOnlyList<string> Refused => _refused;

    /// <summary>Written, or refused.</summary>
    public List<EvaluatedWrite> Stored => _stored;

    /// <summary>Failed alone, or not tried any more since nothing succeeds.</summary>
    public List<EvaluatedWrite> Failed => _failed;

    /// <summary>What was thrown last.</summary>
    public Exception? LastFault { get; private set; }

    /// <summary>False when storage said itself that it is away, so that no result can be to blame.</summary>
    public static bool IsWorthTrying(Exception exception) => exception is not DbException { IsTransient: true };

    /// <returns>True when storage took anything, which proves those that failed to be at fault.</returns>
    public async Task<bool> RunAsync(List<EvaluatedWrite> batch)
    {
        // As many as it takes to reach the first single result and its neighbour. Where all of them fail, storage is away.
        _attemptsLeft = (2 * int.Log2(batch.Count)) + 2;
        await HalveAsync(batch);
        return _stored.Count > 0;
    }

    private async Task HalveAsync(List<EvaluatedWrite> batch)
    {
        var half = batch.Count / 2;
        await TryAsync(batch[..half]);
        await TryAsync(batch[half..]);
    }

    private async Task TryAsync(List<EvaluatedWrite> batch)
    {
        if (batch.Count == 0)
            return;
        if (_stored.Count == 0 && _attemptsLeft-- <= 0)
        {
            _failed.AddRange(batch);
            return;
        }

        try
        {
            _refused.AddRange(await write(batch));
            _stored.AddRange(batch);
        }
        catch (Exception exception)
        {
            LastFault = exception;
            if (batch.Count == 1)
                _failed.Add(batch[0]);
            else
                await HalveAsync(batch);
        }
    }
}
