namespace IntegrationHealth.Catalog;

/// <summary>Pulls integrations from the host's own tables, a page at a time.</summary>
public interface IIntegrationSource
{
    /// <summary>
    /// Reads what changed since <paramref name="cursor"/>. Null asks for everything: what a full read does not name is removed.
    /// </summary>
    /// <param name="cursor">The <see cref="IntegrationSourcePage.Cursor"/> of the page before, or null at the first call.</param>
    /// <param name="cancellationToken">Ends the read when the host stops.</param>
    Task<IntegrationSourcePage> ReadAsync(string? cursor, CancellationToken cancellationToken);
}

/// <summary>A page of changes from an <see cref="IIntegrationSource"/>.</summary>
public sealed record IntegrationSourcePage
{
    /// <summary>New or changed integrations; their origin is set to <see cref="IntegrationOrigin.Source"/>.</summary>
    public IReadOnlyList<Integration> Changed { get; init; } = [];

    /// <summary>Ids that no longer exist.</summary>
    public IReadOnlyList<string> RemovedIds { get; init; } = [];

    /// <summary>Where the next read goes on.</summary>
    public required string Cursor { get; init; }

    /// <summary>True when another page is ready now; false ends this round.</summary>
    public bool HasMore { get; init; }
}
