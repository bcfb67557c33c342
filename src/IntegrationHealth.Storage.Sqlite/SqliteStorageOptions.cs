namespace IntegrationHealth.Storage.Sqlite;

/// <summary>Settings of the SQLite storage.</summary>
public sealed class SqliteStorageOptions
{
    /// <summary>
    /// Put before the name of every table, for a file shared with other tables: up to 32 letters, digits and underscores. Default empty.
    /// Changing it later starts with empty tables.
    /// </summary>
    public string TablePrefix { get; set; } = "";

    /// <summary>How long a write waits while another process writes, 0 – 1 min. Default 10 s.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// True makes the file and brings its tables up to date when the host starts; many hosts may start at once. False leaves that to the SQL
    /// script, and stops the start when it was not run. Default true.
    /// </summary>
    public bool MigrateAtStart { get; set; } = true;
}
