using Npgsql;
using NpgsqlTypes;

namespace IntegrationHealth.Bench.Storage;

/// <summary>The least that history can cost: its rows alone, by binary COPY, a transaction a batch. No snapshot, no rollup, no version.</summary>
internal sealed class CopyHistory(string connectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);
    private DateTime _at = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private long _next;

    public async Task CreateAsync()
    {
        await using var command = _source.CreateCommand("""
            create table copy_history (
                iid bigint not null, checked_at timestamptz not null, latency_ms int not null, status smallint not null, outcome smallint not null,
                failure_kind smallint, message text, primary key (iid, checked_at))
            """);
        await command.ExecuteNonQueryAsync();
    }

    public async Task WriteAsync(int batchSize, int rows)
    {
        for (var done = 0; done < rows; done += batchSize)
        {
            await using var connection = await _source.OpenConnectionAsync();
            await using var copy = await connection.BeginBinaryImportAsync("copy copy_history from stdin (format binary)");
            for (var i = 0; i < batchSize; i++)
                await AddAsync(copy);
            await copy.CompleteAsync();
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task AddAsync(NpgsqlBinaryImporter copy)
    {
        // As far apart as the results of a shuffled queue are: 7,919 is a prime.
        var iid = _next++ * 7_919 % WriterBenchmark.Integrations;
        if (_next % WriterBenchmark.Integrations == 0)
            _at = _at.AddMinutes(1);
        await copy.StartRowAsync();
        await copy.WriteAsync(iid, NpgsqlDbType.Bigint);
        await copy.WriteAsync(_at, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(20, NpgsqlDbType.Integer);
        await copy.WriteAsync((short)4, NpgsqlDbType.Smallint);
        await copy.WriteAsync((short)1, NpgsqlDbType.Smallint);
        await copy.WriteNullAsync();
        await copy.WriteNullAsync();
    }
}
