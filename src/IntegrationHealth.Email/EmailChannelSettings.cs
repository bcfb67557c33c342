namespace IntegrationHealth.Email;

/// <summary>Settings of an <c>email</c> channel. What it leaves out is taken from <see cref="EmailServerOptions"/>. Its secret is the password.</summary>
public sealed class EmailChannelSettings
{
    /// <summary>Who is told: 1–50 addresses, each <c>ops@example.com</c> or <c>Ops &lt;ops@example.com&gt;</c>. Each gets a message of their own.</summary>
    public IList<string> To { get; set; } = [];

    /// <summary>Sender, written like a recipient.</summary>
    public string? From { get; set; }

    /// <summary>Name or address of the server. Of a channel made at run time it passes the outbound guard.</summary>
    public string? Host { get; set; }

    /// <summary>Port, 1–65,535. Default 465 with <c>tls</c>, 587 otherwise.</summary>
    public int? Port { get; set; }

    /// <summary><c>startTls</c>, <c>tls</c> (from the first byte) or <c>none</c>. Default <c>startTls</c>; a server that does not offer it is not used.</summary>
    public string? Security { get; set; }

    /// <summary>Name to sign in with. Not signed in when null.</summary>
    public string? Username { get; set; }

    /// <summary>A page where a recipient can end these messages, for <c>List-Unsubscribe</c>. Left out when null.</summary>
    public string? UnsubscribeUrl { get; set; }
}
