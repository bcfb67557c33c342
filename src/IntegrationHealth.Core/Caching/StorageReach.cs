using IntegrationHealth.Writing;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Caching;

/// <summary>
/// Reads, and where storage is away answers what is known instead, marked as stale. Storage that did not answer is asked again every
/// <see cref="AskAgainAfter"/>, by one read behind the back of those who are answered: a lost network holds a read for the driver's time limit and its retries.
/// </summary>
internal sealed class StorageReach(IResultStore store, WriterState writer, TimeProvider time, ILogger<StorageReach> logger)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait of a reader for whom there is something else to show.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private long _failedAt;
    private int _asking;
    private volatile bool _away;

    /// <summary>True when storage did not answer the last time it was asked, or takes no results: what is cached may be behind without our knowing.</summary>
    public bool InDoubt => _away || writer.FailingSince is not null;

    /// <summary>True where another host may write to storage.</summary>
    public bool IsShared => store.IsShared;

    /// <summary>Asks storage, or answers what is known.</summary>
    public ValueTask<Answer<T>> ReadAsync<T>(Func<CancellationToken, Task<T>> read, Func<T?> lastKnown, CancellationToken cancellationToken)
        where T : class => OrLastKnownAsync(token => AskAsync(read, token), lastKnown, cancellationToken);

    /// <summary>Asks storage, and notes that it answered.</summary>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var value = await read(cancellationToken);
        if (_away)
        {
            _away = false;
            Log.StorageIsBack(logger);
        }

        return value;
    }

    /// <summary>As <see cref="ReadAsync"/>, of a read that may be answered without storage.</summary>
    public async ValueTask<Answer<T>> OrLastKnownAsync<T>(Func<CancellationToken, Task<T>> read, Func<T?> lastKnown, CancellationToken cancellationToken)
        where T : class
    {
        if (_away && lastKnown() is { } present)
        {
            if (time.GetElapsedTime(Volatile.Read(ref _failedAt)) >= AskAgainAfter && Interlocked.Exchange(ref _asking, 1) == 0)
                _ = AskAgainAsync(read);
            return new(present, Stale: true);
        }

        var reading = read(cancellationToken);
        try
        {
            return new(await reading.WaitAsync(Patience, time, cancellationToken), Stale: false);
        }
        catch (TimeoutException exception) when (!reading.IsCompleted)
        {
            if (lastKnown() is not { } known)
                return new(await reading, Stale: false);
            Note(exception);
            _ = reading.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return new(known, Stale: true);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsAway(exception))
        {
            Note(exception);
            if (lastKnown() is { } known)
                return new(known, Stale: true);
            throw;
        }
    }

    /// <summary>Whether storage is back is noted by the read itself.</summary>
    private async Task AskAgainAsync<T>(Func<CancellationToken, Task<T>> read)
    {
        try
        {
            await Task.Run(() => read(CancellationToken.None));
        }
        catch (Exception exception)
        {
            // Storage that refuses this read for another reason is there.
            if (IsAway(exception))
                Volatile.Write(ref _failedAt, time.GetTimestamp());
            else
                _away = false;
        }
        finally
        {
            Volatile.Write(ref _asking, 0);
        }
    }

    /// <summary>Storage knows its own failures; EF wraps them in others.</summary>
    private bool IsAway(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (store.IsUnavailable(cause))
                return true;
        }

        return false;
    }

    private void Note(Exception exception)
    {
        Volatile.Write(ref _failedAt, time.GetTimestamp());
        if (!_away)
            Log.StorageIsAway(logger, exception);
        _away = true;
    }
}
