namespace IntegrationHealth.Bench.Pipeline;

/// <summary>
/// Workers that ask over and over, each one question at a time. The first that fails ends all, and is told to whoever looks at them next: a count that stands still must
/// not pass for a slow contestant.
/// </summary>
/// <param name="askAsync">One question; throws when it was not answered well.</param>
internal sealed class Askers(Func<Task> askAsync) : IAsyncDisposable
{
    private Task[] _workers = [];
    private volatile bool _stopped;
    private volatile Exception? _failure;
    private long _answered;

    /// <summary>Questions that were answered well.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    public void Start() => _workers = [.. Enumerable.Range(0, Contest.Concurrency).Select(_ => Task.Run(WorkAsync))];

    /// <exception cref="InvalidOperationException">One of them failed.</exception>
    public void ThrowIfFailed()
    {
        if (_failure is { } failure)
            throw new InvalidOperationException($"One of {Contest.Concurrency} workers failed: {failure.Message}", failure);
    }

    public async ValueTask DisposeAsync()
    {
        _stopped = true;
        await Task.WhenAll(_workers);
    }

    private async Task WorkAsync()
    {
        try
        {
            while (!_stopped)
            {
                await askAsync();
                Interlocked.Increment(ref _answered);
            }
        }
        catch (Exception exception)
        {
            _failure = exception;
            _stopped = true;
        }
    }
}
