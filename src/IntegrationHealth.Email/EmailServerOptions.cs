namespace IntegrationHealth.Email;

/// <summary>The mail server of the host, bound from <c>IntegrationHealth:Email</c>: what channels use that name none of their own.</summary>
public sealed class EmailServerOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "IntegrationHealth:Email";

    /// <summary>Name or address. It is fixed by the host, and so does not pass the outbound guard.</summary>
    public string? Host { get; set; }

    /// <summary>Port, 1–65,535. Default 465 with <c>tls</c>, 587 otherwise.</summary>
    public int? Port { get; set; }

    /// <summary><c>startTls</c>, <c>tls</c> or <c>none</c>. Default <c>startTls</c>.</summary>
    public string Security { get; set; } = "startTls";

    /// <summary>Name to sign in with. Not signed in when null.</summary>
    public string? Username { get; set; }

    /// <summary>Password.</summary>
    public string? Password { get; set; }

    /// <summary>Sender.</summary>
    public string? From { get; set; }
}
