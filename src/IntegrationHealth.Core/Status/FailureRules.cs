using IntegrationHealth.Checks;

namespace IntegrationHealth.Status;

/// <summary>Which failure a person is shown. Pure.</summary>
internal static class FailureRules
{
    /// <summary>
    /// The newest failure, but a definitive one is not replaced by one that says less: a time-out after <em>revoked</em> says nothing about
    /// the credential.
    /// </summary>
    public static CheckFailure? Choose(CheckFailure? shown, CheckFailure? latest, bool flapping)
    {
        if (latest is null)
            return shown ?? (flapping ? Unstable : null);
        return shown is { IsDefinitive: true } && !latest.IsDefinitive && latest.Transient ? shown : latest;
    }

    /// <summary>
    /// During a provider's outage its own failures are explained by it, and a doubtful authentication failure prompts nobody to reconnect.
    /// Answers the same instance when the outage does not explain the failure.
    /// </summary>
    public static CheckFailure? UnderOutage(CheckFailure? failure, EvaluationContext context)
    {
        if (failure is null || context.OutageId is null || failure.IsDefinitive)
            return failure;
        if (!FailureDefaults.SpeaksOfVendor(failure.Kind) && failure.Kind is not (FailureKind.AuthenticationExpired or FailureKind.AuthenticationRevoked))
            return failure;

        return failure with
        {
            Kind = FailureKind.ProviderOutage,
            Message = $"{context.ProviderName} is having an outage; there is nothing for you to do.",
            Confidence = Confidence.High,
            Action = RecoveryAction.Wait,
            ResponsibleParty = ResponsibleParty.Vendor,
        };
    }

    private static readonly CheckFailure Unstable =
        CheckFailure.Of(FailureKind.Unknown, "Its checks keep changing between success and failure.");
}
