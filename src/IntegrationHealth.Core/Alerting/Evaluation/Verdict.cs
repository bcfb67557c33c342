using IntegrationHealth.Checks;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>What one condition, or a whole rule, says at one moment.</summary>
internal enum Verdict
{
    /// <summary>It does not hold.</summary>
    Clear,

    /// <summary>It holds.</summary>
    Breach,

    /// <summary>There is too little to judge by: whatever was, stays.</summary>
    NoData,
}

/// <summary>A rule's verdict with what is wrong, in words.</summary>
internal readonly record struct Judgement(Verdict Verdict, string Message = "", FailureKind? FailureKind = null)
{
    /// <summary>A rule quicker than the status is: what the check itself found says what is wrong.</summary>
    public Judgement With(CheckFailure? latest) => Verdict != Verdict.Breach || FailureKind is not null || latest is null
        ? this
        : this with { FailureKind = latest.Kind, Message = $"{Message.TrimEnd('.')}: {latest.Message}" };
}
