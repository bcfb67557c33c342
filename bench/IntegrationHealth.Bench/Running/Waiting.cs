using System.Diagnostics;

namespace IntegrationHealth.Bench.Running;

/// <summary>Waits that end: where what is waited for does not come, an error says what it was.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <param name="isTrue">Looked at ten times a second; what it throws ends the wait.</param>
    /// <param name="limit">How long to wait at most.</param>
    /// <param name="what">What is waited for, as the end of a sentence.</param>
    /// <exception cref="TimeoutException">It did not become true.</exception>
    public static async Task UntilAsync(Func<ValueTask<bool>> isTrue, TimeSpan limit, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await isTrue())
        {
            if (Stopwatch.GetElapsedTime(began) > limit)
                throw new TimeoutException(FormattableString.Invariant($"Gave up after {limit.TotalSeconds:0} s of waiting for {what}."));
            await Task.Delay(Look);
        }
    }

    /// <inheritdoc cref="UntilAsync(Func{ValueTask{bool}}, TimeSpan, string)" />
    public static Task UntilAsync(Func<bool> isTrue, TimeSpan limit, string what) => UntilAsync(() => ValueTask.FromResult(isTrue()), limit, what);
}
