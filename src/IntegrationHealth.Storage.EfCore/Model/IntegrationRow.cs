namespace IntegrationHealth.Storage.Model;

/// <summary>What is watched. The text id stands here and in the list columns only; every other table carries the surrogate key.</summary>
internal sealed class IntegrationRow
{
    public long Iid { get; set; }

    public required string Id { get; set; }

    public required string OwnerId { get; set; }

    public required string Provider { get; set; }

    public required string Name { get; set; }

    public required List<string> Tags { get; set; }

    public long? IntervalMs { get; set; }

    public bool Enabled { get; set; }

    /// <summary>A JSON object.</summary>
    public required string Settings { get; set; }

    public int Origin { get; set; }
}
