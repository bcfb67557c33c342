namespace IntegrationHealth.Checks;

/// <summary>What was wrong with one check, and whose move it is.</summary>
public sealed record CheckFailure
{
    /// <summary>The diagnosis.</summary>
    public required FailureKind Kind { get; init; }

    /// <summary>One or two sentences for a person; never holds a token.</summary>
    public required string Message { get; init; }

    /// <summary>How sure the diagnosis is.</summary>
    public Confidence Confidence { get; init; } = Confidence.Medium;

    /// <summary>What is to be done.</summary>
    public RecoveryAction Action { get; init; }

    /// <summary>Who can do it.</summary>
    public ResponsibleParty ResponsibleParty { get; init; }

    /// <summary>The provider's own code, such as <c>invalid_grant</c>.</summary>
    public string? VendorCode { get; init; }

    /// <summary>The provider's page about this error.</summary>
    public string? DocsUrl { get; init; }

    /// <summary>Status, header and body excerpt that led here, without secrets; up to 1,000 characters.</summary>
    public string? Evidence { get; init; }

    /// <summary>True when it may end without anybody acting.</summary>
    public bool Transient => FailureDefaults.IsTransient(Kind);

    /// <summary>True when one observation is enough: the provider itself said so, and only a person can change it.</summary>
    public bool IsDefinitive => Confidence == Confidence.High && FailureDefaults.NeedsPerson(Kind);

    /// <summary>A failure with the action and responsible party that are usual for <paramref name="kind"/>.</summary>
    public static CheckFailure Of(FailureKind kind, string message, Confidence confidence = Confidence.Medium) => new()
    {
        Kind = kind,
        Message = message,
        Confidence = confidence,
        Action = FailureDefaults.ActionFor(kind),
        ResponsibleParty = FailureDefaults.ResponsibleFor(kind),
    };
}
