namespace IntegrationHealth.Storage.Model;

/// <summary>What storage calls an integration, and which provider's rollups its checks count in.</summary>
internal sealed record IntegrationKey(long Iid, string Provider);
