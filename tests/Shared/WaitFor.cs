namespace IntegrationHealth.Testing;

/// <summary>Waits for other processes, which no fake clock reaches: asks again until the answer is yes or the time is up.</summary>
internal static class WaitFor
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until <paramref name="found"/> accepts what <paramref name="ask"/> answered, and hands it back.</summary>
    /// <exception cref="TimeoutException">The time is up; says what the last answer was.</exception>
    public static async Task<T> ValueAsync<T>(
        Func<Task<T>> ask, Func<T, bool> found, TimeSpan atMost, string what, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Pause);
        object? last;
        do
        {
            try
            {
                var value = await ask();
                if (found(value))
                    return value;
                last = value;
            }
            catch (HttpRequestException exception)
            {
                last = exception.Message;
            }
        }
        while (TimeProvider.System.GetElapsedTime(start) < atMost && await timer.WaitForNextTickAsync(cancellationToken));
        throw new TimeoutException($"Waited {atMost.TotalSeconds:0} s for {what}; the last answer was: {last}");
    }
}
