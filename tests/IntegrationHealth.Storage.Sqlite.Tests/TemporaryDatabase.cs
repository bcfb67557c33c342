using IntegrationHealth.DependencyInjection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.Sqlite.Tests;

/// <summary>A file in a folder of its own, which goes with it.</summary>
internal sealed class TemporaryDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("integration-health-").FullName;

    /// <summary>In a folder that is not there yet.</summary>
    public string FilePath => Path.Combine(_folder, "data", "health.db");

    public string ConnectionString => $"Data Source={FilePath}";

    public void Register(IServiceCollection services, string prefix = "") =>
        new Builder(services).UseSqlite(ConnectionString, options => options.TablePrefix = prefix);

    /// <summary>A host's services over this file.</summary>
    public ServiceProvider BuildHost(string prefix = "", Action<SqliteStorageOptions>? configure = null)
    {
        var services = new ServiceCollection();
        new Builder(services).UseSqlite(ConnectionString, options =>
        {
            options.TablePrefix = prefix;
            configure?.Invoke(options);
        });
        return services.BuildServiceProvider();
    }

    /// <summary>Opens the file as any other program would.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        connection.Open();
        return connection;
    }

    public object? Scalar(string sql)
    {
        using var connection = Open();
        using var command = Command(connection, sql);
        return command.ExecuteScalar();
    }

    public void Execute(string sql)
    {
        using var connection = Open();
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    /// <summary>Names of a table's columns, and whether each may be null.</summary>
    public IReadOnlyList<(string Name, bool Nullable)> Columns(string table)
    {
        using var connection = Open();
        using var command = Command(connection, $"select name, \"notnull\" = 0 and pk = 0 from pragma_table_info('{table}')");
        using var reader = command.ExecuteReader();
        var columns = new List<(string, bool)>();
        while (reader.Read())
            columns.Add((reader.GetString(0), reader.GetBoolean(1)));
        return columns;
    }

    /// <summary>The last column of each row, as text.</summary>
    public IReadOnlyList<string> Lines(string sql)
    {
        using var connection = Open();
        using var command = Command(connection, sql);
        for (var parameter = 1; parameter <= 20; parameter++)
            command.Parameters.AddWithValue($"?{parameter}", 1);
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
            lines.Add(reader.GetString(reader.FieldCount - 1));
        return lines;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    internal sealed class Builder(IServiceCollection services) : IIntegrationHealthBuilder
    {
        public IServiceCollection Services => services;
    }
}
