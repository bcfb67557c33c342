using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Storage.Conformance.Queue;

/// <summary>
/// How time passes for a queue that lives by its server's clock, which no test can set: the host's clock stands still between two calls, and what
/// the server keeps is made older, less what went by on the server's clock by itself.
/// </summary>
/// <param name="age">Makes everything that the queue keeps older by so much; younger when negative.</param>
public sealed class AgingClock(Func<TimeSpan, Task> age)
{
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private TimeSpan _passed;
    private TimeSpan _aged;

    public FakeTimeProvider Host { get; } = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));

    public async Task PassAsync(TimeSpan time)
    {
        Host.Advance(time);
        _passed += time;
        var by = _passed - _aged - TimeProvider.System.GetElapsedTime(_started);
        await age(by);
        _aged += by;
    }
}
