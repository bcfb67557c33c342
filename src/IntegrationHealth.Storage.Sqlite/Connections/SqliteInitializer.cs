using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace IntegrationHealth.Storage.Sqlite.Connections;

/// <summary>Creates the file and brings its tables up to date.</summary>
internal sealed class SqliteInitializer(SqliteSettings settings, IStoreDialect dialect, TimeProvider time) : IStorageInitializer
{
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!settings.MigrateAtStart)
            {
                await RequireMigratedAsync(cancellationToken);
                return;
            }

            if (Path.GetDirectoryName(settings.FilePath) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            using (await SetupLock.AcquireAsync(settings.FilePath, time, cancellationToken))
            {
                Prepare();
                await MigrateAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(exception, "Let the host write to that folder, or name another file in the connection string.");
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT)
        {
            throw Unusable(exception, "It is no SQLite database, or it is damaged: restore it, move it away, or name another file.");
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_ERROR)
        {
            // It was opened and read; a statement did not fit what is in it.
            throw Unusable(exception, "Its tables are not those that this version makes, so another version or another program made them: "
                + "start that version, restore a copy that this version can use, or name another file in the connection string, or another TablePrefix.");
        }
        catch (SqliteException exception)
        {
            throw Unusable(exception, "Let the host read and write the file and its folder, or name another file in the connection string.");
        }
    }

    /// <summary>What belongs to the file and must be there before its first table.</summary>
    private void Prepare()
    {
        using var session = SqliteSession.Open(settings);

        // Only a file without tables takes this; one that the host made keeps what it has.
        session.Run("pragma auto_vacuum = INCREMENTAL");
        session.Run("pragma journal_mode = WAL");
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        var pending = await context.Database.GetPendingMigrationsAsync(cancellationToken);
        if (!pending.Any())
            return;

        // EF Core waits for this row without end, and a killed process leaves it behind. Whoever is here holds the setup lock, so the row
        // is nobody's.
        await context.Database.ExecuteSqlRawAsync("drop table if exists \"__EFMigrationsLock\"", cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }

    private async Task RequireMigratedAsync(CancellationToken cancellationToken)
    {
        // Opening a file that is not there would make it.
        if (!File.Exists(settings.FilePath))
            throw NotMigrated("is not there");
        await using var context = dialect.CreateContext();
        string[] pending = [.. await context.Database.GetPendingMigrationsAsync(cancellationToken)];
        if (pending.Length > 0)
            throw NotMigrated($"lacks the migrations {string.Join(", ", pending)}");
    }

    private InvalidOperationException NotMigrated(string what) =>
        new($"The IntegrationHealth database '{settings.FilePath}' {what}. Run the SQL script of this version, or set MigrateAtStart.");

    private InvalidOperationException Unusable(Exception exception, string advice) =>
        new($"The IntegrationHealth database '{settings.FilePath}' cannot be used: {exception.Message} {advice}", exception);
}
