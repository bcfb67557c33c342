using IntegrationHealth.Status;

namespace IntegrationHealth.Tests.Status;

public sealed class HealthSnapshotTests
{
    [Fact]
    public void Times_NothingSaid_AreNone()
    {
        var snapshot = Given.New();

        snapshot.StatusSince.Should().Be(Given.Noon);
        Times(snapshot).Should().OnlyContain(time => time == null);
    }

    [Fact]
    public void Times_OfAnotherOffset_AreTheSameMomentInUtc()
    {
        var there = new DateTimeOffset(2026, 1, 1, 14, 30, 0, 7, TimeSpan.FromHours(2)).AddTicks(1);

        var snapshot = WithAll(there);

        snapshot.StatusSince.Offset.Should().Be(TimeSpan.Zero);
        snapshot.StatusSince.Should().Be(there);
        Times(snapshot).Should().OnlyContain(time => time == there && time.Value.Offset == TimeSpan.Zero);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Times_AtEitherEndOfTime_AreKept(int end)
    {
        var time = end == 0 ? DateTimeOffset.MinValue : DateTimeOffset.MaxValue;

        var snapshot = WithAll(time);

        snapshot.StatusSince.Should().Be(time);
        Times(snapshot).Should().OnlyContain(kept => kept == time);
    }

    [Fact]
    public void Equals_SameMomentInAnotherOffset_IsTheSameState() =>
        WithAll(Given.Noon).Should().Be(WithAll(Given.Noon.ToOffset(TimeSpan.FromHours(-5))));

    [Fact]
    public void With_None_IsNoneAgain() => Times(WithAll(Given.Noon) with
    {
        LastCheckedAt = null,
        LastSucceededAt = null,
        NextCheckAt = null,
        FailingSince = null,
        RetryAt = null,
        CredentialExpiresAt = null,
    }).Should().OnlyContain(time => time == null);

    private static HealthSnapshot WithAll(DateTimeOffset time) => new()
    {
        IntegrationId = "one",
        StatusSince = time,
        LastCheckedAt = time,
        LastSucceededAt = time,
        NextCheckAt = time,
        FailingSince = time,
        RetryAt = time,
        CredentialExpiresAt = time,
    };

    private static DateTimeOffset?[] Times(HealthSnapshot snapshot) =>
        [snapshot.LastCheckedAt, snapshot.LastSucceededAt, snapshot.NextCheckAt, snapshot.FailingSince, snapshot.RetryAt, snapshot.CredentialExpiresAt];
}
