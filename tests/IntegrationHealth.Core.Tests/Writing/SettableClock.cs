using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Writing;

/// <summary>The clock on the wall can be set; what measures time goes on, which the base class reads off <see cref="GetUtcNow"/>.</summary>
internal sealed class SettableClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
{
    public TimeSpan Set { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Set;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
