namespace IntegrationHealth.Checks;

/// <summary>By what a vendor counts a limit: who else has to wait when one integration was told to.</summary>
public enum LimitScope
{
    /// <summary>By credential: the integrations of one provider that use the same token at the same host.</summary>
    Credential,

    /// <summary>By OAuth client: all integrations of a provider that one application connected.</summary>
    Client,

    /// <summary>By host: all integrations of a provider that ask the same host, such as one organisation's.</summary>
    Host,
}
