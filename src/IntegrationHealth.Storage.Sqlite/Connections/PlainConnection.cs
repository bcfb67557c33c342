using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace IntegrationHealth.Storage.Sqlite.Connections;

/// <summary>
/// Connections without the functions by which EF Core computes with decimals and regular expressions, of which the model has none: defining and removing all
/// twelve with every opening and closing costs more than the read of a status in between.
/// </summary>
internal sealed class PlainConnection : DbConnectionInterceptor
{
    public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result) =>
        InterceptionResult<DbConnection>.SuppressWithResult(new SqliteConnection(eventData.ConnectionString));
}
