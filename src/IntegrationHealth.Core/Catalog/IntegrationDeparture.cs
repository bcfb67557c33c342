namespace IntegrationHealth.Catalog;

/// <summary>
/// An integration as nobody will see it again: removed, or replaced under its id by one of another owner or provider, which shares nothing with it
/// and begins its versions anew.
/// </summary>
/// <param name="Before">The definition as it was.</param>
/// <param name="Version">Version of its last state that this host knew.</param>
internal sealed record IntegrationDeparture(Integration Before, long Version);
