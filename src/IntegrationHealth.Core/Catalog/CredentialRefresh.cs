using IntegrationHealth.Checks;

namespace IntegrationHealth.Catalog;

/// <summary>How a refresh ended: with another credential, with a reason, or not begun.</summary>
public sealed record CredentialRefresh
{
    private CredentialRefresh()
    {
    }

    /// <summary>It cannot be refreshed: the verdict of the probe stands.</summary>
    public static CredentialRefresh NotPossible { get; } = new();

    /// <summary>The credential in force from now on; null when there is none.</summary>
    public Credential? Credential { get; private init; }

    /// <summary>Why there is none; null when nobody was asked.</summary>
    public CheckFailure? Failure { get; private init; }

    /// <summary>What the token endpoint asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>There is another credential.</summary>
    public static CredentialRefresh Refreshed(Credential credential) => new() { Credential = credential };

    /// <summary>
    /// There is none, and this is why. Only a refusal that the vendor itself spoke (<c>invalid_grant</c>) may be
    /// <see cref="FailureKind.AuthenticationRevoked"/>; a token endpoint that is slow, away or odd says nothing about the connection.
    /// </summary>
    public static CredentialRefresh Failed(CheckFailure failure) => new() { Failure = failure };
}
