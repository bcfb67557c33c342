namespace IntegrationHealth.Writing;

/// <summary>
/// Finds the results that keep a batch from being stored. A batch that fails is halved, and halved again, until what can be stored is stored
/// and what cannot stands alone.
/// </summary>
/// <param name="write">Stores a part of the batch; answers the ids that were refused.</param>
/// <param name="isUnavailable">Whether a failure says that storage is away, which is no result's fault.</param>
internal sealed class BatchRescue(Func<List<EvaluatedWrite>, Task<IReadOnlyList<string>>> write, Func<Exception, bool> isUnavailable)
{
    private readonly List<string> _refused = [];
    private readonly List<EvaluatedWrite> _stored = [];
    private readonly List<EvaluatedWrite> _failed = [];
    private readonly List<EvaluatedWrite> _untried = [];
    private int _attemptsLeft;
    private bool _isAway;

    public IReadOnlyList<string> Refused => _refused;

    /// <summary>Written, or refused.</summary>
    public List<EvaluatedWrite> Stored => _stored;

    /// <summary>Failed alone, and once more after others were stored.</summary>
    public List<EvaluatedWrite> Failed => _failed;

    /// <summary>Not to blame: storage went away before they were tried, or nothing was stored at all.</summary>
    public List<EvaluatedWrite> Untried => _untried;

    /// <summary>What was thrown last.</summary>
    public Exception? LastFault { get; private set; }

    /// <returns>True when storage took anything, which proves those that failed to be at fault.</returns>
    public async Task<bool> RunAsync(List<EvaluatedWrite> batch)
    {
        // As many as it takes to reach the first single result and its neighbour. Where all of them fail, storage is away.
        _attemptsLeft = (2 * int.Log2(batch.Count)) + 2;
        await HalveAsync(batch);

        // What failed first may have failed for a reason that is over by now.
        EvaluatedWrite[] suspects = [.. _failed];
        _failed.Clear();
        foreach (var suspect in suspects)
            await TryAsync([suspect]);
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
        if (_isAway || (_stored.Count == 0 && _attemptsLeft-- <= 0))
        {
            _untried.AddRange(batch);
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
            _isAway = isUnavailable(exception);
            if (_isAway)
                _untried.AddRange(batch);
            else if (batch.Count == 1)
                _failed.Add(batch[0]);
            else
                await HalveAsync(batch);
        }
    }
}
