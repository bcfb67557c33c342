using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Configuration;

/// <summary>Something configured that this host cannot read, most likely because a newer one wrote it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Reason">Why, in the words of the reader.</param>
/// <param name="Version">Version of its document, by which it can be replaced.</param>
/// <param name="ProtectedSecret">Its secret, protected.</param>
internal sealed record UnreadableDocument(ConfigurationKind Kind, string Id, string Reason, long Version, string? ProtectedSecret);
