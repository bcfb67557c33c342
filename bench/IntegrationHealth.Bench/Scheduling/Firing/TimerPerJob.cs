namespace IntegrationHealth.Bench.Scheduling.Firing;

/// <summary>What a host would write without a scheduler: a loop with a <see cref="PeriodicTimer"/> for each job.</summary>
internal sealed class TimerPerJob : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task[] _loops;

    private TimerPerJob(DueTimes due, FireLog late) =>
        _loops = [.. Enumerable.Range(0, due.Count).Select(job => LoopAsync(due, job, late, _stopping.Token))];

    public static TimerPerJob Start(int count, TimeSpan interval, FireLog late) => new(new DueTimes(count, interval), late);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_loops);
        _stopping.Dispose();
    }

    private static async Task LoopAsync(DueTimes due, int job, FireLog late, CancellationToken stopping)
    {
        try
        {
            var next = due.First(job);
            var wait = next - due.Now;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, stopping);
            late.Add(due.Now - next);
            // Its ticks are counted from now on.
            next = due.Now;
            using var timer = new PeriodicTimer(due.Interval);
            while (await timer.WaitForNextTickAsync(stopping))
            {
                next += due.Interval;
                late.Add(due.Now - next);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }
}
