namespace IntegrationHealth.Checks.Http;

/// <summary>What a diagnosis looks at: an answer that was not expected, and what the host knows about the credential.</summary>
internal sealed record HttpReply
{
    /// <summary>Host and port that answered.</summary>
    public required string Host { get; init; }

    /// <summary>The status.</summary>
    public required int Status { get; init; }

    /// <summary>How the request was authenticated.</summary>
    public CredentialState Credential { get; init; }

    /// <summary>What the Bearer challenge said.</summary>
    public BearerChallenge Challenge { get; init; }

    /// <summary>The code in the JSON body.</summary>
    public string? VendorCode { get; init; }

    /// <summary>True for a web page.</summary>
    public bool IsHtml { get; init; }

    /// <summary>True when a header says that no requests are left.</summary>
    public bool QuotaIsUsedUp { get; init; }

    /// <summary>Why a redirect was not followed.</summary>
    public RedirectRefusal Redirect { get; init; }

    /// <summary>Where the redirect led: a host or an origin, no path.</summary>
    public string? RedirectHost { get; init; }

    /// <summary>The settings' expected statuses, for messages.</summary>
    public string ExpectedStatus { get; init; } = "200-299";
}

/// <summary>What the host knows about the credential that was sent.</summary>
internal enum CredentialState
{
    /// <summary>None was sent.</summary>
    None,

    /// <summary>A key in a header of the settings: nothing can be refreshed or reconnected.</summary>
    Fixed,

    /// <summary>A token whose end is not known.</summary>
    EndUnknown,

    /// <summary>A token that should still be good.</summary>
    Current,

    /// <summary>A token past its end, or so near that two clocks may disagree.</summary>
    Ended,
}
