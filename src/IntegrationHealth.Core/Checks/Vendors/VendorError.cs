namespace IntegrationHealth.Checks.Vendors;

/// <summary>One line of a provider's error map: what one documented answer means. Reads beside the vendor's own page.</summary>
/// <param name="Status">The HTTP status it comes with; any when null.</param>
/// <param name="Code">
/// The vendor's code, letter case ignored; with <c>*</c> at its end all codes that begin so and have no line of their own; null for an answer
/// without a code that the map knows.
/// </param>
/// <param name="Kind">The diagnosis.</param>
/// <param name="Message">One or two sentences for a person who is no developer.</param>
public sealed record VendorError(int? Status, string? Code, FailureKind Kind, string Message)
{
    /// <summary>
    /// How sure the vendor's word makes it. Default High: one answer is enough where only a person can help. A line without a
    /// <see cref="Code"/> that judges the connection counts as Medium at most.
    /// </summary>
    public Confidence Confidence { get; init; } = Confidence.High;

    /// <summary>What is to be done; usual for <see cref="Kind"/> when null.</summary>
    public RecoveryAction? Action { get; init; }

    /// <summary>Who can do it; usual for <see cref="Kind"/> when null.</summary>
    public ResponsibleParty? ResponsibleParty { get; init; }

    /// <summary>The vendor's page about it; the API's own page when null.</summary>
    public string? DocsUrl { get; init; }

    /// <summary>
    /// True when the vendor says the same of an ended and of a revoked token, so that the end known to the host decides. Without a known end
    /// it counts as expired, with low confidence. Default false.
    /// </summary>
    public bool EndOfTokenDecides { get; init; }

    /// <summary>
    /// True of a status that the vendor answers with a web page or nothing at all, and that no firewall would answer in its place.
    /// </summary>
    internal bool EvenAsPage { get; init; }

    /// <summary>Wait before the next check, where the answer itself asks for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Who else has to wait with this integration. Default those who share its credential.</summary>
    public LimitScope LimitScope { get; init; }
}
