using IntegrationHealth.Endpoints.Health;
using IntegrationHealth.Reading;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class ManualCheckLimiterTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource<IntegrationHealthReport?> _running = new();
    private readonly ManualCheckLimiter _limiter;
    private int _begun;

    public ManualCheckLimiterTests() => _limiter = new(_time, TimeSpan.FromMinutes(1));

    [Fact]
    public async Task TryBegin_UnderWay_IsJoinedHoweverLongItTakes()
    {
        Begin("a", out var first, out _).Should().BeTrue();
        _time.Advance(TimeSpan.FromHours(1));

        Begin("a", out var second, out _).Should().BeTrue();

        second.Should().BeSameAs(first);
        _running.SetResult(null);
        await first!;
        _begun.Should().Be(1);
    }

    [Fact]
    public async Task TryBegin_HasJustEnded_WaitsForTheIntervalSinceItBegan()
    {
        Begin("a", out var check, out _);
        _time.Advance(TimeSpan.FromSeconds(50));
        Begin("a", out _, out _);
        _running.SetResult(null);
        await check!;

        _time.Advance(TimeSpan.FromSeconds(9));
        Begin("a", out _, out var wait).Should().BeFalse();
        wait.Should().Be(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Begin("a", out _, out _).Should().BeTrue();
    }

    [Fact]
    public async Task TryBegin_ManyIntegrations_ForgetsThoseLongDone()
    {
        Begin("running", out _, out _);
        for (var number = 0; number < 1000; number++)
        {
            _limiter.TryBegin($"{number}", () => Task.FromResult<IntegrationHealthReport?>(null), out var check, out _);
            await check!;
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        for (var number = 1000; number < 1100; number++)
            Begin($"{number}", out _, out _);

        _limiter.Count.Should().Be(101, "only those under way are left");
        _running.SetResult(null);
    }

    private bool Begin(string id, out Task<IntegrationHealthReport?>? check, out TimeSpan retryAfter) => _limiter.TryBegin(id, () =>
    {
        Interlocked.Increment(ref _begun);
        return _running.Task;
    }, out check, out retryAfter);
}
