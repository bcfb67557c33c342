using System.Diagnostics;

namespace IntegrationHealth.Bench.Running;

/// <summary>
/// How many rounds a benchmark makes: as many as it wants, but none that would hardly end within five minutes of its start. A busy machine gets
/// fewer, at least one; with <c>--full</c> it gets them all.
/// </summary>
internal sealed class RoundBudget(int wanted, bool full)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4.75);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _longestRound;
    private TimeSpan _began;

    /// <summary>Rounds begun.</summary>
    public int Begun { get; private set; }

    /// <summary>True when another round is to be made now; its number is <see cref="Begun"/> less one.</summary>
    public bool TryBegin()
    {
        var now = _clock.Elapsed;
        if (Begun > 0 && now - _began > _longestRound)
            _longestRound = now - _began;
        if (Begun == wanted || (!full && Begun > 0 && now + _longestRound > Longest))
            return false;
        _began = now;
        Begun++;
        return true;
    }
}
