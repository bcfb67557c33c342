namespace IntegrationHealth.Checks;

/// <summary>
/// Probes one integration once. A failed probe is a result, never an exception; nothing is retried. Used concurrently, so it keeps no
/// state of a check in fields.
/// </summary>
public interface IIntegrationChecker
{
    /// <summary>Probes the integration in <paramref name="context"/>.</summary>
    /// <param name="context">What to probe, and with which credential.</param>
    /// <param name="cancellationToken">Ends at the check's timeout, or when the host stops; throw <see cref="OperationCanceledException"/> then.</param>
    ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken);
}
