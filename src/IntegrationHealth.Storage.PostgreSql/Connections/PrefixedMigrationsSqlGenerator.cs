using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
#pragma warning disable EF1001 // The constructor of the public base class asks for it; there is no other way to derive from it.
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

/// <summary>Puts the schema and the table prefix of a host into the migrations' SQL, in place of their tokens.</summary>
internal sealed class PrefixedMigrationsSqlGenerator(MigrationsSqlGeneratorDependencies dependencies, INpgsqlSingletonOptions options)
    : NpgsqlMigrationsSqlGenerator(dependencies, options)
#pragma warning restore EF1001
{
    /// <summary>Stands before every table and index name in a migration.</summary>
    public const string PrefixToken = "{prefix}";

    /// <summary>Stands for the schema in a migration.</summary>
    public const string SchemaToken = "{schema}";

    public override IReadOnlyList<MigrationCommand> Generate(
        IReadOnlyList<MigrationOperation> operations, IModel? model = null, MigrationsSqlGenerationOptions options = default)
    {
        var tables = ((HealthDbContext)Dependencies.CurrentContext.Context).Tables;

        // A migration's operations may be generated more than once: they are copied, not changed.
        return base.Generate(
            [.. operations.Select(operation => operation switch
            {
                SqlOperation sql => WithNames(sql, tables),
                EnsureSchemaOperation => new EnsureSchemaOperation { Name = tables.Schema! },
                _ => operation,
            })], model, options);
    }

    private static SqlOperation WithNames(SqlOperation operation, TableNames tables) => new()
    {
        Sql = operation.Sql
            .Replace(PrefixToken, tables.Prefix, StringComparison.Ordinal)
            .Replace(SchemaToken, tables.Schema, StringComparison.Ordinal),
        SuppressTransaction = operation.SuppressTransaction,
    };
}
