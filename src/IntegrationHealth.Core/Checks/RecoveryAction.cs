namespace IntegrationHealth.Checks;

/// <summary>What is to be done about a failure. Values are stored: never renumber.</summary>
public enum RecoveryAction
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Sign in to the provider again.</summary>
    Reconnect = 1,

    /// <summary>Sign in again and grant the missing permissions.</summary>
    GrantScopes = 2,

    /// <summary>Correct the settings.</summary>
    FixConfiguration = 3,

    /// <summary>Ask the administrator of the account or organisation.</summary>
    ContactAdministrator = 4,

    /// <summary>Wait: it ends by itself.</summary>
    Wait = 5,
}
