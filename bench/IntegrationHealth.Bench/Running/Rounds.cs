using System.Diagnostics;

namespace IntegrationHealth.Bench.Running;

/// <summary>Rounds of a benchmark: as many as wished, but on a busy machine no more than fit into a time; the first one always.</summary>
internal sealed class Rounds(int most, TimeSpan within)
{
    /// <summary>What benchmarks of rounds give themselves of the five minutes that one may take.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromMinutes(4);

    private readonly long _began = Stopwatch.GetTimestamp();
    private TimeSpan _longest;

    /// <summary>Rounds made.</summary>
    public int Made { get; private set; }

    public static Rounds Of(bool full, int usual, int inFull) => full ? new(inFull, TimeSpan.MaxValue) : new(usual, Usual);

    /// <summary>Runs them, one after another; each is told its number, from 0 on.</summary>
    public async Task RunAsync(Func<int, Task> round)
    {
        while (Made < most && (Made == 0 || within - Stopwatch.GetElapsedTime(_began) > _longest))
        {
            var began = Stopwatch.GetTimestamp();
            await round(Made++);
            var took = Stopwatch.GetElapsedTime(began);
            _longest = took > _longest ? took : _longest;
        }
    }
}
