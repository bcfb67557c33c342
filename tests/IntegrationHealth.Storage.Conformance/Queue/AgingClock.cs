using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Storage.Conformance.Queue;

/// <summary>
/// How time passes for a queue that lives by its server's clock, which no test can set: the host's clock is a test's own, and what the server
/// keeps is made older.
/// </summary>
/// <param name="age">Makes everything that the queue keeps older by so much.</param>
public sealed class AgingClock(Func<TimeSpan, Task> age)
{
    public FakeTimeProvider Host { get; } = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));

    public Task PassAsync(TimeSpan time)
    {
        Host.Advance(time);
        return age(time);
    }
}
