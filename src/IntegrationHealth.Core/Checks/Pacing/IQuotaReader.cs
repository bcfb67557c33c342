namespace IntegrationHealth.Checks.Pacing;

/// <summary>How the budgets of vendor quota stand on this host. Safe for concurrent use.</summary>
public interface IQuotaReader
{
    /// <summary>Those of providers with a budget that were drawn on since the host started, by provider and client.</summary>
    IReadOnlyList<QuotaShare> List();
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
}
