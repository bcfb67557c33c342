using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Configuration;

/// <summary>Something configured that this host cannot read, most likely because a newer one wrote it.</summary>
internal sealed record UnreadableDocument(ConfigurationKind Kind, string Id, string Reason);
