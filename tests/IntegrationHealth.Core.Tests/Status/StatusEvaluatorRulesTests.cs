using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Tests.Status;

public sealed class StatusEvaluatorRulesTests
{
    [Fact]
    public void Evaluate_KeepsFailing_BacksOffByDoubling()
    {
        var snapshot = Given.Unhealthy();
        var waits = new List<double>();
        for (var check = 0; check < 6; check++, snapshot = snapshot.Then(Given.Refused))
            waits.Add(snapshot.Wait().TotalMinutes);

        waits.Should().Equal(5, 10, 20, 40, 60, 60);
    }

    [Fact]
    public void Evaluate_DefinitiveFailureRepeated_BacksOffFromTheFirst()
    {
        var first = Given.Healthy().Then(Given.Revoked);
        var second = first.Then(Given.Revoked);

        second.Wait().Should().Be(TimeSpan.FromMinutes(10));
        second.Then(Given.Revoked).Wait().Should().Be(TimeSpan.FromMinutes(20));
    }

    [Fact]
    public void Evaluate_RetryAfter_IsHonouredWhenLaterThanTheOwnPlan()
    {
        var later = Given.Healthy().Then(Given.Limited with { RetryAfter = TimeSpan.FromHours(2) });
        var sooner = Given.Healthy().Then(Given.Limited with { RetryAfter = TimeSpan.FromSeconds(1) });

        later.Wait().Should().Be(TimeSpan.FromHours(2));
        later.RetryAt.Should().Be(later.NextCheckAt);
        sooner.Wait().Should().BeGreaterThan(TimeSpan.FromMinutes(2), "the plan is later than what was asked");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    public void Evaluate_OutageWithALongRetryAfter_IsNotGreenMeanwhile(int hours)
    {
        var down = CheckResult.Failed(FailureKind.ProviderOutage, "503.") with { RetryAfter = TimeSpan.FromHours(hours) };

        var after = Given.Healthy().Then(down);
        var noticed = after;
        while (noticed.Status == IntegrationStatus.Healthy)
            noticed = noticed.Then(down);

        (noticed.LastCheckedAt!.Value - after.LastCheckedAt!.Value).Should().BeLessThan(TimeSpan.FromMinutes(15),
            "an outage in the provider's own words must show as quickly as any other");
    }

    [Fact]
    public void Evaluate_RetryAfterWithoutEnd_IsCappedAtADay() =>
        Given.Healthy().Then(Given.Limited with { RetryAfter = TimeSpan.FromDays(400) }).Wait().Should().Be(TimeSpan.FromHours(24));

    [Fact]
    public void Evaluate_InconclusiveUnderRetryAfter_StillHonoursIt()
    {
        var limited = Given.Healthy().Then(Given.Limited with { RetryAfter = TimeSpan.FromHours(2) });

        var after = limited.ThenAt(limited.LastCheckedAt!.Value.AddMinutes(1), Given.Nothing);

        after.NextCheckAt.Should().Be(limited.RetryAt, "the host's lost network gives no leave to ask a provider sooner than it said");
    }

    [Fact]
    public void Evaluate_RateLimitWhileUnhealthy_NeitherConfirmsNorRecovers()
    {
        var unhealthy = Given.Unhealthy();

        var after = unhealthy.Then(Given.Limited).Then(Given.Limited).Then(Given.Limited);

        after.Status.Should().Be(IntegrationStatus.Unhealthy);
        after.ConsecutiveFailures.Should().Be(unhealthy.ConsecutiveFailures);
        after.Recovering.Should().BeNull();
        after.Then(Given.Success).Recovering.Should().Be(new StatusProgress(1, 2));
    }

    [Fact]
    public void Evaluate_TimeoutAfterRevoked_KeepsTheDefinitiveFailure()
    {
        var after = Given.Healthy().Then(Given.Revoked).Then(Given.TimedOut);

        after.Failure!.Kind.Should().Be(FailureKind.AuthenticationRevoked, "a time-out says nothing about the credential");
        after.Then(CheckResult.Failed(FailureKind.AccountSuspended, "Unpaid.", Confidence.High)).Failure!.Kind
            .Should().Be(FailureKind.AccountSuspended);
    }

    [Fact]
    public void Evaluate_LateResult_ChangesNothingButTheVersion()
    {
        var before = Given.Healthy();

        var after = before.ThenAt(before.LastCheckedAt!.Value.AddMilliseconds(-1), Given.Revoked);

        after.Should().BeEquivalentTo(before, options => options.Excluding(snapshot => snapshot.Version).Excluding(snapshot => snapshot.NextCheckAt));
        after.Version.Should().Be(before.Version + 1);
        after.NextCheckAt.Should().BeAfter(before.LastCheckedAt.Value);
    }

    [Fact]
    public void Evaluate_ClockWasAheadAndIsSetRight_DoesNotFreezeUntilThen()
    {
        var before = Given.Healthy() with { LastCheckedAt = Given.Noon.AddDays(1) };

        before.ThenAt(Given.Noon, Given.Revoked).Status.Should().Be(IntegrationStatus.Unhealthy);
    }

    [Fact]
    public void Evaluate_Paused_IgnoresResults()
    {
        var paused = StatusEvaluator.Pause(Given.Healthy(), Given.Noon.AddHours(1));

        var after = paused.ThenAt(Given.Noon.AddHours(2), Given.Revoked);

        after.Should().Be(paused with { Version = paused.Version + 1 });
        after.NextCheckAt.Should().BeNull();
    }

    [Fact]
    public void Pause_Unhealthy_ClearsTheTroubleAndKeepsTheFacts()
    {
        var before = Given.Unhealthy() with { Data = new Dictionary<string, string> { ["account"] = "a" }, IncidentId = "i" };

        var after = StatusEvaluator.Pause(before, Given.Noon.AddHours(1));

        after.Should().BeEquivalentTo(new
        {
            Status = IntegrationStatus.Paused,
            StatusSince = Given.Noon.AddHours(1),
            Failure = (CheckFailure?)null,
            ConsecutiveFailures = 0,
            FailingSince = (DateTimeOffset?)null,
            IncidentId = (string?)null,
            before.LastCheckedAt,
            before.LastSucceededAt,
            before.Data,
            before.Recent,
            Version = before.Version + 1,
        });
    }

    [Fact]
    public void Resume_Paused_IsUnknownAndDueAtOnce()
    {
        var paused = StatusEvaluator.Pause(Given.Healthy(), Given.Noon);

        var after = StatusEvaluator.Resume(paused, Given.Noon.AddDays(1));

        after.Status.Should().Be(IntegrationStatus.Unknown);
        after.NextCheckAt.Should().Be(Given.Noon.AddDays(1));
        after.Version.Should().Be(paused.Version + 1);
        after.Then(Given.Success).Status.Should().Be(IntegrationStatus.Healthy);
    }

    [Fact]
    public void Evaluate_HostOffline_NetworkFailuresFlipNobody()
    {
        var offline = new EvaluationContext(HostOffline: true);
        var snapshot = Given.Healthy();
        for (var check = 0; check < 10; check++)
            snapshot = snapshot.Then(Given.Refused, context: offline);

        snapshot.Status.Should().Be(IntegrationStatus.Healthy);
        snapshot.ConsecutiveFailures.Should().Be(0);
        snapshot.LastCheckedAt.Should().Be(Given.Noon, "so that it goes stale rather than green for ever");
        snapshot.Then(Given.Revoked, context: offline).Status.Should().Be(IntegrationStatus.Unhealthy, "an answer is an answer");
        snapshot.Then(Given.Success, new StatusPolicy
        {
            Interval = Given.Policy.Interval,
            FailureThreshold = 1,
            SuccessThreshold = 1,
            ConfirmationDelay = Given.Policy.ConfirmationDelay,
            MaxBackoff = Given.Policy.MaxBackoff,
            DegradedLatency = TimeSpan.FromMilliseconds(500),
        }, offline, latencyMs: 900).Status.Should().Be(IntegrationStatus.Degraded, "a slow answer is one, too");
    }

    [Fact]
    public void Evaluate_FactsMissing_KeepsTheOldOnes()
    {
        var end = Given.Noon.AddDays(9);
        var known = Given.New().Then(CheckResult.Success(new Dictionary<string, string> { ["tools"] = "7" }) with
        {
            CredentialExpiresAt = end,
            Capabilities = [new CapabilityHealth("read", IntegrationStatus.Healthy)],
        });

        var after = known.Then(Given.Refused);

        after.Data.Should().ContainKey("tools");
        after.CredentialExpiresAt.Should().Be(end);
        after.Capabilities.Should().ContainSingle();
    }

    [Fact]
    public void Evaluate_WorksAndNamesThemNoMore_ForgetsPartsAndEnd()
    {
        var known = Given.New().Then(Given.Success with
        {
            CredentialExpiresAt = Given.Noon.AddDays(2),
            Capabilities = [new CapabilityHealth("events", IntegrationStatus.Unhealthy, "No app-level token.")],
        });

        foreach (var works in new[] { Given.Success, Given.Scarce })
        {
            var after = known.Then(works);

            after.Capabilities.Should().BeEmpty("what was checked apart is not checked any more");
            after.CredentialExpiresAt.Should().BeNull("the connection was made anew, and its end is not known");
        }

        var limited = known.Then(Given.Limited);
        limited.Capabilities.Should().Equal(known.Capabilities);
        limited.CredentialExpiresAt.Should().Be(known.CredentialExpiresAt, "a rate limit answers before the credential is looked at");
    }

    [Fact]
    public void Evaluate_RateLimitWhileUnhealthy_IsNoSuccess()
    {
        var unhealthy = Given.Healthy().Then(Given.Revoked);

        unhealthy.Then(Given.Limited).LastSucceededAt.Should().Be(unhealthy.LastSucceededAt);
    }

    [Fact]
    public void Evaluate_KeepsChanging_IsDegradedUntilItCalmsDown()
    {
        var snapshot = Given.Healthy();
        for (var change = 0; change < 4; change++)
            snapshot = snapshot.Then(Given.Refused).Then(Given.Success);

        snapshot.Flapping.Should().BeTrue("it changed eight times");
        snapshot.Status.Should().Be(IntegrationStatus.Degraded);
        snapshot.Failure!.Message.Should().Contain("keep changing");

        var checks = 0;
        for (; snapshot.Flapping; checks++)
            snapshot = snapshot.Then(Given.Success);
        snapshot.Status.Should().Be(IntegrationStatus.Healthy);
        checks.Should().BeInRange(12, 20, "the changes must fall out of the window down to the lower mark");
    }
}
