namespace IntegrationHealth.Storage.Sqlite.Connections;

/// <summary>
/// Lets one process at a time set up a database: a lock on a file beside it, which the operating system lets go when its holder dies.
/// </summary>
internal static class SetupLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the lock; disposing the answer frees it. The file stays: removing it would let two hold it.</summary>
    public static async Task<IDisposable> AcquireAsync(string databasePath, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(databasePath + "-setup", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (IsHeldByAnother(exception))
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    // Sharing and lock violations on Windows; EWOULDBLOCK (Linux 11, macOS 35) from flock elsewhere.
    private static bool IsHeldByAnother(IOException exception) =>
        exception.GetType() == typeof(IOException) && (exception.HResult & 0xFFFF) is 32 or 33 or 11 or 35;
}
