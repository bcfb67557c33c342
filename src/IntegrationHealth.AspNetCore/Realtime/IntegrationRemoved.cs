namespace IntegrationHealth.Realtime;

/// <summary>An integration that a client sees no longer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">The last version that the host knew of it.</param>
internal sealed record IntegrationRemoved(string Id, long Version);
