using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace IntegrationHealth.Realtime;

/// <summary>
/// What commits changed, in a line for subscribers who may be slow. It is bounded by changes, not by commits, as a commit may hold a thousand; the oldest
/// commits are dropped first. Whoever adds never waits.
/// </summary>
/// <param name="changesOf">How many changes a commit holds.</param>
/// <param name="dropped">Told how many changes went with a commit that was dropped.</param>
internal sealed class NewsLine<TCommit>(Func<TCommit, int> changesOf, Action<int> dropped)
{
    /// <summary>Changes that may wait: some 50 MB, if each is a check's.</summary>
    public const int MaxWaiting = 100_000;

    private readonly Channel<TCommit> _commits = Channel.CreateUnbounded<TCommit>();
    private int _waiting;

    public void Add(TCommit commit)
    {
        Interlocked.Add(ref _waiting, changesOf(commit));
        _commits.Writer.TryWrite(commit);
        while (Volatile.Read(ref _waiting) > MaxWaiting && _commits.Reader.TryRead(out var oldest))
            dropped(Leave(oldest));
    }

    public async IAsyncEnumerable<TCommit> ReadAllAsync([EnumeratorCancellation] CancellationToken stopping)
    {
        await foreach (var commit in _commits.Reader.ReadAllAsync(stopping))
        {
            Leave(commit);
            yield return commit;
        }
    }

    private int Leave(TCommit commit)
    {
        var changes = changesOf(commit);
        Interlocked.Add(ref _waiting, -changes);
        return changes;
    }
}
