using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>What one evaluation of one rule for one subject starts from.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Subject">What it is evaluated for.</param>
/// <param name="Open">The alert that is not resolved; null when there is none.</param>
/// <param name="EarlierFirings">When alerts of this fingerprint fired before, within a day, oldest first.</param>
/// <param name="Judgement">What the conditions say.</param>
/// <param name="Now">The moment, on the alerts' clock.</param>
/// <param name="ObservedAt">When the subject was last checked.</param>
/// <param name="Unsettled">True while the subject's status is not settled: it recovers, or flaps.</param>
/// <param name="Escalation">The rule's escalation policy, if it has one.</param>
internal readonly record struct AlertEvaluation(
    CompiledRule Rule, AlertSubject Subject, Alert? Open, IReadOnlyList<DateTimeOffset> EarlierFirings, Judgement Judgement, AlertInstant Now,
    DateTimeOffset? ObservedAt, bool Unsettled, EscalationPolicy? Escalation);

/// <summary>
/// The life of an alert: <c>(rule, subject, alert, verdict, now) → change</c>, or null when nothing changes. Pure: no clock, no I/O.
/// </summary>
internal static class AlertEvaluator
{
    /// <summary>So many alerts of one fingerprint within <see cref="FlapWindow"/>, and its end is not believed at once any more.</summary>
    private const int FlapFirings = 3;

    private const int RememberedFirings = 8;

    private static readonly TimeSpan FlapWindow = TimeSpan.FromHours(2);

    /// <summary>How long a flapping alert must be clear before its end is believed.</summary>
    private static readonly TimeSpan FlapQuiet = TimeSpan.FromHours(1);

    public static AlertChange? Evaluate(in AlertEvaluation evaluation) => (evaluation.Open, evaluation.Judgement.Verdict) switch
    {
        (null, Verdict.Breach) => Begin(evaluation),
        (null, _) => null,
        ({ } open, Verdict.NoData) => Freeze(open, evaluation.Now),
        ({ FrozenMs: not null } open, _) => Continue(evaluation, Thaw(open, evaluation.Now)) ?? Changed(open, Thaw(open, evaluation.Now)),
        ({ } open, _) => Continue(evaluation, open),
    };

    /// <summary>Ends an alert for another reason than its conditions. A pending one leaves nothing.</summary>
    public static AlertChange End(Alert open, ResolvedReason reason, DateTimeOffset now, string? detail = null) => open.State == AlertState.Pending
        ? new AlertChange(open.Id, open.Version, null, [])
        : Resolve(open, open, reason, now, detail);

    /// <summary>Nobody takes care of the alert any more: it is repeated and escalated as if nobody ever had.</summary>
    public static AlertChange EndAcknowledgement(Alert open, EscalationPolicy? policy, DateTimeOffset now) => Changed(open, open with
    {
        Acknowledged = null,
        AcknowledgementEndedAt = now,
        Escalation = FirstStep(policy, now),
    }, new AlertEvent(open.Id, now, AlertEventKind.AcknowledgementEnded, Detail: open.Acknowledged!.By));

    /// <summary>The conditions of an alert that a person had resolved were seen clear: it may fire again. Nobody need be told.</summary>
    public static AlertChange Unmute(Alert muted, DateTimeOffset now) => Changed(muted, muted with { ClearedAt = now });

    private static EscalationProgress? FirstStep(EscalationPolicy? policy, DateTimeOffset now) =>
        policy is { Steps.Count: > 0 } ? new EscalationProgress(policy.Id, 0, 0, now + policy.Steps[0].Delay) : null;

    private static AlertChange Begin(in AlertEvaluation evaluation)
    {
        var (rule, subject, now) = (evaluation.Rule.Rule, evaluation.Subject, evaluation.Now);
        var fingerprint = AlertIds.Fingerprint(rule.Id, subject.Key);
        var alert = Describe(evaluation, new Alert
        {
            Id = AlertIds.Alert(fingerprint, now.At),
            Fingerprint = fingerprint,
            RuleId = rule.Id,
            RuleName = rule.Name,
            RuleRevision = evaluation.Rule.Revision,
            Group = AlertIds.Group(rule, subject),
            Severity = rule.Severity,
            IntegrationId = subject.IntegrationId,
            Name = subject.Name,
            Provider = subject.Provider,
            OwnerId = subject.OwnerId,
            Tags = subject.Tags,
            State = AlertState.Pending,
            StartedAt = now.At,
            Message = evaluation.Judgement.Message,
            Since = now,
        });
        return rule.Pending == TimeSpan.Zero
            ? Fire(evaluation, alert, alert, [])
            : new AlertChange(alert.Id, 0, alert with { Version = 1 }, [new AlertEvent(alert.Id, now.At, AlertEventKind.Pending, Detail: alert.Message)]);
    }

    private static AlertChange? Continue(in AlertEvaluation evaluation, Alert alert) => (alert.State, evaluation.Judgement.Verdict) switch
    {
        (AlertState.Pending, Verdict.Breach) => WhilePending(evaluation, alert),
        (AlertState.Pending, _) => new AlertChange(alert.Id, evaluation.Open!.Version, null, []),
        (AlertState.Firing, Verdict.Breach) => Update(evaluation, alert),
        (AlertState.Firing, _) => AfterFiring(evaluation, alert),
        (AlertState.Recovering, Verdict.Breach) => Relapse(evaluation, alert),
        _ => WhileRecovering(evaluation, alert),
    };

    private static AlertChange? WhilePending(in AlertEvaluation evaluation, Alert alert)
    {
        var rule = evaluation.Rule;
        if (evaluation.Now.Since(alert.Since) is not { } held)
        {
            // The host slept for too long to say that the conditions held meanwhile: from the beginning.
            var again = alert with { StartedAt = evaluation.Now.At, Since = evaluation.Now };
            return Changed(evaluation.Open!, Describe(evaluation, again));
        }

        var confirmed = rule.IsTimed || evaluation.ObservedAt >= alert.StartedAt + rule.Rule.Pending;
        return held >= rule.Rule.Pending && confirmed ? Fire(evaluation, evaluation.Open!, alert, []) : null;
    }

    private static AlertChange Fire(in AlertEvaluation evaluation, Alert before, Alert alert, IReadOnlyList<AlertEvent> events)
    {
        var now = evaluation.Now;
        DateTimeOffset[] earlier = [.. evaluation.EarlierFirings.Where(at => at > now.At.AddDays(-1)).TakeLast(RememberedFirings)];
        var flapping = earlier.Count(at => at > now.At - FlapWindow) + 1 >= FlapFirings;
        var fired = Describe(evaluation, alert) with
        {
            State = AlertState.Firing,
            FiredAt = now.At,
            Since = now,
            Flapping = flapping,
            EarlierFirings = earlier,
            Escalation = FirstStep(evaluation.Escalation, now.At),
            Version = before.Version + 1,
        };
        events = [.. events, new AlertEvent(alert.Id, now.At, AlertEventKind.Fired, Detail: fired.Message)];
        if (flapping)
            events = [.. events, new AlertEvent(alert.Id, now.At, AlertEventKind.FlappingStarted)];
        return new AlertChange(alert.Id, before.Version, fired, events);
    }

    /// <summary>A firing alert says what is wrong now; that its message alone has changed is not worth a write.</summary>
    private static AlertChange? Update(in AlertEvaluation evaluation, Alert alert)
    {
        var described = Describe(evaluation, alert);
        return described.FailureKind != alert.FailureKind || described.Severity != alert.Severity || described.RuleName != alert.RuleName
            ? Changed(evaluation.Open!, described)
            : null;
    }

    private static AlertChange AfterFiring(in AlertEvaluation evaluation, Alert alert)
    {
        if (evaluation.Rule.Rule.KeepFiring == TimeSpan.Zero && !evaluation.Unsettled && !alert.Flapping)
            return Resolve(evaluation.Open!, alert, ResolvedReason.Cleared, evaluation.Now.At, null);
        var recovering = alert with { State = AlertState.Recovering, RecoveringSince = evaluation.Now.At, Since = evaluation.Now };
        return Changed(evaluation.Open!, recovering, new AlertEvent(alert.Id, evaluation.Now.At, AlertEventKind.Recovering));
    }

    private static AlertChange Relapse(in AlertEvaluation evaluation, Alert alert)
    {
        var firing = Describe(evaluation, alert) with { State = AlertState.Firing, RecoveringSince = null, Since = evaluation.Now };
        return Changed(evaluation.Open!, firing, new AlertEvent(alert.Id, evaluation.Now.At, AlertEventKind.Relapsed, Detail: firing.Message));
    }

    private static AlertChange? WhileRecovering(in AlertEvaluation evaluation, Alert alert)
    {
        var needed = evaluation.Rule.Rule.KeepFiring;
        if (alert.Flapping && needed < FlapQuiet)
            needed = FlapQuiet;
        if (evaluation.Now.Since(alert.Since) is not { } clear)
            return Changed(evaluation.Open!, alert with { RecoveringSince = evaluation.Now.At, Since = evaluation.Now });
        var confirmed = evaluation.Rule.IsTimed || evaluation.ObservedAt >= alert.RecoveringSince + needed;
        return clear >= needed && confirmed && !evaluation.Unsettled
            ? Resolve(evaluation.Open!, alert, ResolvedReason.Cleared, evaluation.Now.At, null)
            : null;
    }

    private static AlertChange Resolve(Alert before, Alert alert, ResolvedReason reason, DateTimeOffset now, string? detail)
    {
        var resolved = alert with
        {
            State = AlertState.Resolved,
            ResolvedAt = now,
            ResolvedReason = reason,
            RecoveringSince = null,
            Escalation = null,
            Version = before.Version + 1,
        };
        var end = new AlertEvent(alert.Id, now, AlertEventKind.Resolved, Detail: detail);
        return new AlertChange(alert.Id, before.Version, resolved,
            alert.Flapping ? [new AlertEvent(alert.Id, now, AlertEventKind.FlappingEnded), end] : [end]);
    }

    private static AlertChange? Freeze(Alert open, AlertInstant now) => open.FrozenMs is not null
        ? null
        : Changed(open, open with
        {
            DataHealth = AlertDataHealth.NoData,
            FrozenMs = (long)(now.Since(open.Since) ?? TimeSpan.Zero).TotalMilliseconds,
        });

    private static Alert Thaw(Alert open, AlertInstant now) => open with
    {
        DataHealth = AlertDataHealth.Ok,
        FrozenMs = null,
        Since = now with { At = now.At - TimeSpan.FromMilliseconds(open.FrozenMs!.Value) },
    };

    private static Alert Describe(in AlertEvaluation evaluation, Alert alert) => alert with
    {
        RuleName = evaluation.Rule.Rule.Name,
        Severity = evaluation.Rule.Rule.Severity,
        Name = evaluation.Subject.Name,
        Message = evaluation.Judgement.Message,
        FailureKind = evaluation.Judgement.FailureKind ?? alert.FailureKind,
    };

    private static AlertChange Changed(Alert before, Alert after, params AlertEvent[] events) =>
        new(before.Id, before.Version, after with { Version = before.Version + 1 }, events);
}
