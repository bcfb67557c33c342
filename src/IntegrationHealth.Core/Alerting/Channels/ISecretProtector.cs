namespace IntegrationHealth.Alerting.Channels;

/// <summary>Keeps channel secrets unreadable in storage. In an ASP.NET Core host it is Data Protection.</summary>
public interface ISecretProtector
{
    /// <summary>The secret as storage may hold it.</summary>
    string Protect(string secret);

    /// <summary>The secret in clear; null when the keys that protected it are gone.</summary>
    string? Unprotect(string protectedSecret);
}
