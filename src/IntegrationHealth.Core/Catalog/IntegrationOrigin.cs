namespace IntegrationHealth.Catalog;

/// <summary>Where an integration comes from. Values are stored: never renumber.</summary>
public enum IntegrationOrigin
{
    /// <summary>Fixed in the host's code; its addresses are trusted.</summary>
    Code = 0,

    /// <summary>Fixed in the host's configuration; its addresses are trusted.</summary>
    Configuration = 1,

    /// <summary>Pulled from the host's own tables by an <see cref="IIntegrationSource"/>; addresses pass the outbound guard.</summary>
    Source = 2,

    /// <summary>Registered while the host runs; addresses pass the outbound guard.</summary>
    Runtime = 3,
}
