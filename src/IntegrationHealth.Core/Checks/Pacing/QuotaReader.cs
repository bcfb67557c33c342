namespace IntegrationHealth.Checks.Pacing;

/// <summary>Puts budgets and pauses together for those who look at them.</summary>
internal sealed class QuotaReader(QuotaBudgets budgets, SharedPauses pauses) : IQuotaReader
{
    public IReadOnlyList<QuotaShare> List()
    {
        var waiting = ListPauses();
        return [.. budgets.List().Select(share => share with
        {
            PausedUntil = waiting.Where(pause => pause.Provider == share.Provider && (pause.Scope == LimitScope.Host || pause.Client == share.Client))
                .Max(pause => (DateTimeOffset?)pause.Until),
        })];
    }

    public IReadOnlyList<QuotaPause> ListPauses() =>
    [
        .. pauses.List().GroupBy(pause => (pause.Key.Provider, pause.Key.Host, Scope: ScopeOf(pause.Key.Kind),
                Client: pause.Key.Kind == PauseKind.Client ? pause.Key.Value : null))
            .Select(group => new QuotaPause(
                Shown(group.Key.Provider), Shown(group.Key.Host), group.Key.Scope, group.Key.Client, group.Count(), group.Max(pause => pause.Until)))
            .OrderBy(pause => pause.Provider, StringComparer.Ordinal).ThenBy(pause => pause.Host, StringComparer.Ordinal).ThenBy(pause => pause.Scope),
    ];

    private static LimitScope ScopeOf(PauseKind kind) => kind switch
    {
        PauseKind.Client => LimitScope.Client,
        PauseKind.Host => LimitScope.Host,
        _ => LimitScope.Credential,
    };

    private static string? Shown(string text) => text.Length == 0 ? null : text;
}
