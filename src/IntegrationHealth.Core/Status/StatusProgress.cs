namespace IntegrationHealth.Status;

/// <summary>How far a change of status has been confirmed: <c>Confirming 2/3</c>.</summary>
/// <param name="Observed">Like observations in a row so far.</param>
/// <param name="Required">How many make the change.</param>
public sealed record StatusProgress(int Observed, int Required);
