namespace IntegrationHealth.History;

/// <summary>Keeps history in shape: closed hours become days and months, what is old goes. Part of what a storage package provides.</summary>
public interface IHistoryMaintenance
{
    /// <summary>
    /// Called about once an hour, by every host: it must be safe when several run at once. Works in steps small enough that writers do not
    /// wait. Nothing newer than a bound goes; what is older goes at the latest with the last of its month.
    /// </summary>
    /// <param name="bounds">What to keep.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>Rows removed; an estimate where a whole month went at once.</returns>
    Task<long> RunAsync(HistoryBounds bounds, CancellationToken cancellationToken);
}

/// <summary>The beginning of what is kept, for each kind of history.</summary>
/// <param name="Now">The present.</param>
/// <param name="Checks">Single checks from here on are kept.</param>
/// <param name="Hours">Hours and closed incidents from here on are kept; older hours live on in their days.</param>
/// <param name="Days">Days from here on are kept; older ones live on in their months.</param>
/// <param name="Months">Months from here on are kept; all of them when null.</param>
public sealed record HistoryBounds(
    DateTimeOffset Now, DateTimeOffset Checks, DateTimeOffset Hours, DateTimeOffset Days, DateTimeOffset? Months)
{
    /// <summary>Minutes of a provider are kept for the charts of the last hour, and a little longer.</summary>
    public DateTimeOffset ProviderMinutes => Now.AddHours(-3);
}
