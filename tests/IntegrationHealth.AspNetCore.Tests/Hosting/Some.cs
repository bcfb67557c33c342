using IntegrationHealth.Catalog;

namespace IntegrationHealth.Tests.Hosting;

internal static class Some
{
    public static Integration Integration(string id, string owner = "alice", string? name = null, params string[] tags) =>
        new() { Id = id, Provider = "test", Name = name ?? id, OwnerId = owner, Tags = tags };
}
