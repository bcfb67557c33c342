using System.Data.Common;
using Npgsql;
using StackExchange.Redis;

namespace IntegrationHealth.Sample.Settings;

/// <summary>Reads <see cref="SampleSettings"/> from the host's configuration.</summary>
internal static class SampleSettingsReader
{
    private const string StorageKey = "Sample:Storage";
    private const string ConnectionStringKey = "ConnectionStrings:IntegrationHealth";
    private const string RedisKey = "ConnectionStrings:Redis";
    private const string PostgreSqlForm = "such as Host=127.0.0.1;Port=5432;Username=me;Password=secret;Database=app";
    private const string RedisForm = "such as 127.0.0.1:6379";
    private const string SqliteForm = "such as Data Source=health.db";

    /// <exception cref="SettingsException">A value is not allowed.</exception>
    public static SampleSettings Read(IConfiguration configuration, string contentRoot)
    {
        var reader = new SettingsReader(configuration);
        var storage = reader.Word(StorageKey, SampleStorage.Sqlite);
        var file = storage == SampleStorage.Sqlite ? SqliteFile(reader, contentRoot) : null;
        var settings = new SampleSettings
        {
            Storage = storage,
            ConnectionString = storage == SampleStorage.PostgreSql ? PostgreSqlDatabase(reader) : file?.ConnectionString ?? "",
            StorageFile = file?.Path,
            Redis = reader.ConnectionString(RedisKey, RedisForm, RequireRedisHost),
            PublicUrl = reader.WebAddress("Sample:PublicUrl"),
            Simulator = reader.Switch("Sample:Simulator", true),
            SimulatorPort = reader.Number("Sample:SimulatorPort", 0, 0, 65535),
            SimulatedIntegrations = reader.Number("Sample:SimulatedIntegrations", 12, 0, 1_000_000),
            WatchPostgreSql = reader.ConnectionString("Sample:WatchPostgreSql", PostgreSqlForm, text => _ = new NpgsqlConnectionStringBuilder(text)),
            WatchRedis = reader.ConnectionString("Sample:WatchRedis", RedisForm, RequireRedisHost),
        };
        reader.RefuseUnknown("Sample");
        reader.ThrowIfAny();
        return settings;
    }

    private static string PostgreSqlDatabase(SettingsReader reader)
    {
        var given = reader.ConnectionString(ConnectionStringKey, PostgreSqlForm, text =>
        {
            if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(text).Host))
                throw new FormatException("No host is named.");
        });
        if (given is null && reader.Text(ConnectionStringKey) is null)
            reader.Refuse($"{ConnectionStringKey}: {StorageKey}=postgresql needs a connection string, {PostgreSqlForm}.");
        return given ?? "";
    }

    private static void RequireRedisHost(string text)
    {
        if (ConfigurationOptions.Parse(text).EndPoints.Count == 0)
            throw new FormatException("No host is named.");
    }

    private static (string ConnectionString, string Path)? SqliteFile(SettingsReader reader, string contentRoot)
    {
        var builder = new DbConnectionStringBuilder();
        var given = reader.ConnectionString(ConnectionStringKey, SqliteForm, text =>
        {
            builder.ConnectionString = text;
            if (DataSource(builder) is null or "")
                throw new FormatException("No data source is named.");
        });
        if (given is null)
            builder["Data Source"] = Path.Combine("data", "integration-health.db");
        var source = DataSource(builder)!;
        if (source == ":memory:" || source.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            reader.Refuse($"{ConnectionStringKey}: data source \"{source}\" is no file. Allowed: a path, {SqliteForm}; or {StorageKey}=memory.");
            return null;
        }
        var path = Path.GetFullPath(source, contentRoot);
        foreach (var name in DataSourceNames)
            builder.Remove(name);
        builder["Data Source"] = path;
        return CanWrite(reader, path) ? (builder.ConnectionString, path) : null;
    }

    private static readonly string[] DataSourceNames = ["DataSource", "Filename", "Data Source"];

    private static string? DataSource(DbConnectionStringBuilder builder) =>
        DataSourceNames.Select(name => builder.TryGetValue(name, out var value) ? value?.ToString() : null).FirstOrDefault(value => value is not null);

    private static bool CanWrite(SettingsReader reader, string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            reader.Refuse($"{ConnectionStringKey}: \"{path}\" cannot be written ({exception.Message.TrimEnd('.')}). Allowed: a file in a folder that this user may write.");
            return false;
        }
    }
}
