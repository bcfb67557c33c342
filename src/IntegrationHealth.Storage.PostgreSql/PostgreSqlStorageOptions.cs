namespace IntegrationHealth.Storage.PostgreSql;

/// <summary>Settings of the PostgreSQL storage.</summary>
public sealed class PostgreSqlStorageOptions
{
    /// <summary>Schema of all tables: 1–63 letters, digits and underscores. Default <c>public</c>. It is created when it is not there.</summary>
    public string Schema { get; set; } = "public";

    /// <summary>
    /// Put before the name of every table, for a schema shared with other tables: up to 16 letters, digits and underscores. Default empty.
    /// Changing it later starts with empty tables.
    /// </summary>
    public string TablePrefix { get; set; } = "";

    /// <summary>
    /// True brings the tables up to date when the host starts; many hosts may start at once. False leaves that to the SQL script, and stops the
    /// start when it was not run. Default true.
    /// </summary>
    public bool MigrateAtStart { get; set; } = true;
}
