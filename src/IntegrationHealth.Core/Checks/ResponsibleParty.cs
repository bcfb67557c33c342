namespace IntegrationHealth.Checks;

/// <summary>Who can put a failure right. Values are stored: never renumber.</summary>
public enum ResponsibleParty
{
    /// <summary>Nobody needs to do anything.</summary>
    Nobody = 0,

    /// <summary>The owner of the connection.</summary>
    Owner = 1,

    /// <summary>The administrator of the owner's organisation.</summary>
    TenantAdministrator = 2,

    /// <summary>The developers or operators of the host.</summary>
    Developer = 3,

    /// <summary>The provider.</summary>
    Vendor = 4,
}
