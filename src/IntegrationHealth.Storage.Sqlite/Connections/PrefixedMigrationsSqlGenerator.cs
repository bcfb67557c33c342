using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace IntegrationHealth.Storage.Sqlite.Connections;

/// <summary>Puts the table prefix of a host into the migrations' SQL, in place of <see cref="Token"/>.</summary>
internal sealed class PrefixedMigrationsSqlGenerator(
    MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider annotations)
    : SqliteMigrationsSqlGenerator(dependencies, annotations)
{
    /// <summary>Stands before every table and index name in a migration.</summary>
    public const string Token = "{prefix}";

    public override IReadOnlyList<MigrationCommand> Generate(
        IReadOnlyList<MigrationOperation> operations, IModel? model = null, MigrationsSqlGenerationOptions options = default)
    {
        var prefix = ((HealthDbContext)Dependencies.CurrentContext.Context).Tables.Prefix;

        // A migration's operations may be generated more than once: they are copied, not changed.
        return base.Generate(
            [.. operations.Select(operation => operation is SqlOperation sql ? WithPrefix(sql, prefix) : operation)], model, options);
    }

    private static SqlOperation WithPrefix(SqlOperation operation, string prefix) => new()
    {
        Sql = operation.Sql.Replace(Token, prefix, StringComparison.Ordinal),
        SuppressTransaction = operation.SuppressTransaction,
    };
}
