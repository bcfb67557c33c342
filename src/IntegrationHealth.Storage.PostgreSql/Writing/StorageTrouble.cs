using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Writing;

/// <summary>Tells a server that cannot write from a result that cannot be written.</summary>
internal static class StorageTrouble
{
    /// <summary>
    /// True when the disk is full or fails, or a limit or quota of the system ends a file. The latter has no code of its own (XX000): it is told by the function
    /// that reports it, as the text is in the server's language.
    /// </summary>
    public static bool IsOfTheDisk(Exception exception) => exception is PostgresException failure && failure.SqlState switch
    {
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.IoError => true,
        PostgresErrorCodes.InternalError => IsWriting(failure),
        _ => false,
    };

    private static bool IsWriting(PostgresException failure) =>
        failure.Routine is "mdextend" or "mdzeroextend" or "mdwrite" or "mdwritev" or "BufFileDumpBuffer"
        || failure.MessageText.StartsWith("could not extend file", StringComparison.Ordinal)
        || failure.MessageText.StartsWith("could not write", StringComparison.Ordinal);
}
