namespace IntegrationHealth.Checks.Pacing;

/// <summary>How the budgets of vendor quota stand on this host, and which pauses vendors asked for. Safe for concurrent use.</summary>
public interface IQuotaReader
{
    /// <summary>Those of providers with a budget that were drawn on since the host started, by provider and client.</summary>
    IReadOnlyList<QuotaShare> List();

    /// <summary>The pauses in force, by provider; those of many credentials are counted together.</summary>
    IReadOnlyList<QuotaPause> ListPauses();
}

/// <summary>How one budget stands.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Client">The OAuth client's id; empty for credentials that name none.</param>
/// <param name="Used">Units that checks have taken in this window.</param>
/// <param name="Limit">Units that they may take.</param>
/// <param name="Window">Length of the window.</param>
/// <param name="EndsAt">When the window ends and the budget is whole again.</param>
public sealed record QuotaShare(string Provider, string Client, int Used, int Limit, TimeSpan Window, DateTimeOffset EndsAt)
{
    /// <summary>Share that is used, 0–100.</summary>
    public int UsedPercent => Limit == 0 ? 100 : (int)(100L * Used / Limit);

    /// <summary>Until when the vendor asked all of this client's connections to wait; null while it did not.</summary>
    public DateTimeOffset? PausedUntil { get; init; }
}

/// <summary>A pause that a vendor asked for, and that all wait who share the limit.</summary>
/// <param name="Provider">The provider; null for a token endpoint.</param>
/// <param name="Host">The far end; null where it is not known.</param>
/// <param name="Scope">By what the vendor counts.</param>
/// <param name="Client">The OAuth client's id where <paramref name="Scope"/> is <see cref="LimitScope.Client"/>; empty for one that is not named; null otherwise.</param>
/// <param name="Count">Credentials that wait so, or owners where nothing else is shared; 1 for a client or a host.</param>
/// <param name="Until">When the last of them may ask again.</param>
public sealed record QuotaPause(string? Provider, string? Host, LimitScope Scope, string? Client, int Count, DateTimeOffset Until);
