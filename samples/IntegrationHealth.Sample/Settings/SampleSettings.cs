namespace IntegrationHealth.Sample.Settings;

/// <summary>Where the sample keeps its data.</summary>
internal enum SampleStorage
{
    Memory,
    Sqlite,
    PostgreSql,
}

/// <summary>What the sample was told, already checked.</summary>
internal sealed record SampleSettings
{
    /// <summary><c>Sample:Storage</c>. Default sqlite.</summary>
    public SampleStorage Storage { get; init; } = SampleStorage.Sqlite;

    /// <summary><c>ConnectionStrings:IntegrationHealth</c>; for SQLite a file in the content root's <c>data</c> folder by default; PostgreSQL needs one.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>The SQLite file with its full path; null for other storage.</summary>
    public string? StorageFile { get; init; }

    /// <summary><c>ConnectionStrings:Redis</c>: shares the work between hosts; with PostgreSQL and without it, the database does.</summary>
    public string? Redis { get; init; }

    /// <summary><c>Sample:PublicUrl</c>: how browsers reach this host when it is behind a proxy; where it listens when null.</summary>
    public string? PublicUrl { get; init; }

    /// <summary><c>Sample:Simulator</c>. Default true.</summary>
    public bool Simulator { get; init; } = true;

    /// <summary><c>Sample:SimulatorPort</c>, 0–65535. Default 0: any free port.</summary>
    public int SimulatorPort { get; init; }

    /// <summary><c>Sample:SimulatedIntegrations</c>, 0–1,000,000. Default 12.</summary>
    public int SimulatedIntegrations { get; init; } = 12;

    /// <summary><c>Sample:WatchPostgreSql</c>: a connection string; nothing is watched when null.</summary>
    public string? WatchPostgreSql { get; init; }

    /// <summary><c>Sample:WatchRedis</c>: a connection string; nothing is watched when null.</summary>
    public string? WatchRedis { get; init; }
}
