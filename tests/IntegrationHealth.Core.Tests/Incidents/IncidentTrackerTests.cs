using IntegrationHealth.Checks;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Status;

namespace IntegrationHealth.Tests.Incidents;

public sealed class IncidentTrackerTests
{
    [Fact]
    public void Track_BecomesUnhealthy_OpensAtTheFirstFailure()
    {
        var healthy = Given.Healthy();
        var (snapshot, change) = Track(healthy, Given.Refused, Given.Refused, Given.Refused);

        change.Should().NotBeNull();
        change!.StartedAt.Should().Be(healthy.NextCheckAt, "the first failed observation began it");
        change.EndedAt.Should().BeNull();
        change.Status.Should().Be(IntegrationStatus.Unhealthy);
        change.FailureKind.Should().Be(FailureKind.Network);
        change.Events.Should().ContainSingle().Which.Kind.Should().Be(IncidentEventKind.Started);
        snapshot.IncidentId.Should().Be(change.IncidentId);
    }

    [Fact]
    public void Track_Confirming_OpensNothing()
    {
        var (snapshot, change) = Track(Given.Healthy(), Given.Refused, Given.Refused);

        change.Should().BeNull();
        snapshot.IncidentId.Should().BeNull();
    }

    [Fact]
    public void Track_SameTrouble_KeepsTheIncidentUntouched()
    {
        var (open, _) = Track(Given.Healthy(), Given.Revoked);

        var (still, change) = Track(open, Given.Revoked);

        change.Should().BeNull();
        still.IncidentId.Should().Be(open.IncidentId);
    }

    [Fact]
    public void Track_AnotherDiagnosis_IsAStepOfTheSameIncident()
    {
        var (open, opened) = Track(Given.Healthy(), Given.Revoked);

        var (_, change) = Track(open, CheckResult.Failed(FailureKind.AccountSuspended, "Unpaid.", Confidence.High));

        change!.IncidentId.Should().Be(open.IncidentId);
        change.StartedAt.Should().BeCloseTo(opened!.StartedAt, TimeSpan.FromMilliseconds(1));
        change.Events.Should().ContainSingle().Which.Should().Match<IncidentEvent>(step =>
            step.Kind == IncidentEventKind.DiagnosisChanged && step.Detail == "Unpaid.");
    }

    [Fact]
    public void Track_DegradedThenUnhealthy_IsOneIncident()
    {
        var (degraded, opened) = Track(Given.New(), Given.Scarce);

        var (unhealthy, change) = Track(degraded, Given.Revoked);

        opened!.Status.Should().Be(IntegrationStatus.Degraded);
        unhealthy.IncidentId.Should().Be(degraded.IncidentId);
        change!.Events.Should().ContainSingle().Which.Kind.Should().Be(IncidentEventKind.StatusChanged);
        change.Status.Should().Be(IntegrationStatus.Unhealthy);
    }

    [Fact]
    public void Track_Recovered_ClosesAsResolved()
    {
        var (open, _) = Track(Given.Healthy(), Given.Revoked);

        var (closed, change) = Track(open, Given.Success, Given.Success);

        closed.IncidentId.Should().BeNull();
        change!.EndedAt.Should().Be(closed.LastCheckedAt);
        change.Status.Should().Be(IntegrationStatus.Unhealthy, "the last one that was not healthy");
        change.FailureKind.Should().Be(FailureKind.AuthenticationRevoked);
        change.Events.Should().ContainSingle().Which.Kind.Should().Be(IncidentEventKind.Resolved);
    }

    [Fact]
    public void Track_PausedByAPerson_ClosesAsPaused()
    {
        var (open, _) = Track(Given.Healthy(), Given.Revoked);
        var at = open.LastCheckedAt!.Value.AddMinutes(1);

        var (closed, change) = IncidentTracker.Track(open, StatusEvaluator.Pause(open, at), at);

        closed.IncidentId.Should().BeNull();
        change!.Events.Should().ContainSingle().Which.Kind.Should().Be(IncidentEventKind.Paused);
    }

    [Fact]
    public void Track_EvaluatedTwice_MakesTheSameId()
    {
        Track(Given.Healthy(), Given.Revoked).Change.Should().BeEquivalentTo(Track(Given.Healthy(), Given.Revoked).Change);
        Track(Given.Healthy("two"), Given.Revoked).Change!.IncidentId.Should().NotBe(Track(Given.Healthy(), Given.Revoked).Change!.IncidentId);
    }

    [Fact]
    public void Track_LaterIncident_SortsAfterTheEarlier()
    {
        var (open, first) = Track(Given.Healthy(), Given.Revoked);
        var (closed, _) = Track(open, Given.Success, Given.Success);

        var (_, second) = Track(closed, Given.Revoked);

        string.CompareOrdinal(second!.IncidentId, first!.IncidentId).Should().BePositive();
    }

    private static (HealthSnapshot Snapshot, IncidentChange? Change) Track(HealthSnapshot snapshot, params CheckResult[] results)
    {
        IncidentChange? change = null;
        foreach (var result in results)
        {
            var after = snapshot.Then(result);
            (snapshot, change) = IncidentTracker.Track(snapshot, after, after.LastCheckedAt!.Value);
        }

        return (snapshot, change);
    }
}
