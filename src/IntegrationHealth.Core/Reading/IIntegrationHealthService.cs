namespace IntegrationHealth.Reading;

/// <summary>What a host calls in code: get, query, check now. Safe for concurrent use.</summary>
public interface IIntegrationHealthService
{
    /// <summary>The current health of one integration; null when the id is unknown.</summary>
    Task<IntegrationHealthReport?> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>The current health of several integrations, in any order; unknown ids are left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than 200 ids are asked for.</exception>
    Task<IReadOnlyList<IntegrationHealthReport>> GetManyAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default);

    /// <summary>A page of integrations.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="HealthQuery.Limit"/> is not 1–200.</exception>
    Task<IntegrationHealthReportPage> QueryAsync(HealthQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// All integrations of a query in its order, whatever its limit, without holding more than a few thousand at a time. One that changes
    /// place meanwhile may be left out or come twice.
    /// </summary>
    IAsyncEnumerable<IntegrationHealthReport> StreamAsync(HealthQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Checks one integration now, or joins a check already under way, and answers its health after the commit; null when the id is
    /// unknown. Not limited in rate: the endpoint is.
    /// </summary>
    /// <exception cref="InvalidOperationException">The integration is paused.</exception>
    /// <exception cref="TimeoutException">The check did not get its turn: its provider's limits are used up, or storage is away.</exception>
    Task<IntegrationHealthReport?> CheckNowAsync(string id, CancellationToken cancellationToken = default);
}
