namespace IntegrationHealth.Storage.PostgreSql.Connections;

/// <summary>
/// First statement of a transaction that takes more than one round trip. A host that loses its network, or stands still, between two of them would hold
/// its locks until TCP gives up, two hours by default, and the hosts that take its checks over would wait for them as long. So the server ends such a session.
/// </summary>
internal static class TransactionBound
{
    /// <summary>Where statements follow each other at once: half of the shortest usual lease.</summary>
    public const string Short = "set local idle_in_transaction_session_timeout = '5s'";

    /// <summary>Where a vendor is asked in between: more than the longest time limit of a check.</summary>
    public const string WhileAVendorAnswers = "set local idle_in_transaction_session_timeout = '6min'";
}
