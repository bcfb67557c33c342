using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>
/// A clock on the wall that a person can set, backwards too, while what measures time goes on: the base class reads its time stamps off <see cref="GetUtcNow"/>, so that both
/// would be set.
/// </summary>
public sealed class SettableClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    /// <summary>How far the wall clock is from where it would be had nobody set it.</summary>
    public TimeSpan Set { get; set; }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Set;

    /// <inheritdoc />
    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
