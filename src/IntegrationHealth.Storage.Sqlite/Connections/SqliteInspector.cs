using IntegrationHealth.Diagnostics;
using IntegrationHealth.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.Sqlite.Connections;

/// <summary>How large the file is, as SQLite counts it.</summary>
internal sealed class SqliteInspector(IStoreDialect dialect) : IStorageInspector
{
    public string Kind => "sqlite";

    public async Task<long?> GetSizeAsync(CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        return await context.Database
            .SqlQueryRaw<long>("SELECT page_count * page_size AS Value FROM pragma_page_count(), pragma_page_size()")
            .SingleAsync(cancellationToken);
    }
}
