using IntegrationHealth.Storage.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.PostgreSql.Tests;

public sealed class PostgreSqlCatalogTests(SharedServer server) : CatalogContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlWritingTests(SharedServer server) : WritingContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlHistoryTests(SharedServer server) : HistoryContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlIncidentTests(SharedServer server) : IncidentContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlGroupTests(SharedServer server) : GroupContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlTransitionTests(SharedServer server) : TransitionContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlMaintenanceTests(SharedServer server) : MaintenanceContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlProviderTests(SharedServer server) : ProviderContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlListTests(SharedServer server) : ListContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlListOrderTests(SharedServer server) : ListOrderContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlPrefixedCatalogTests(SharedServer server) : CatalogContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop), options =>
        {
            options.Schema = "Health";
            options.TablePrefix = "a23456789012345_";
        });
}

public sealed class PostgreSqlPrefixedMaintenanceTests(SharedServer server) : MaintenanceContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop), options =>
        {
            options.Schema = "Health";
            options.TablePrefix = "a23456789012345_";
        });
}

public sealed class PostgreSqlAlertTests(SharedServer server) : AlertContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlNotificationGroupTests(SharedServer server) : NotificationGroupContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlOutboxTests(SharedServer server) : OutboxContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlCommitLeaseTests(SharedServer server) : CommitLeaseContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlAlertConfigurationTests(SharedServer server) : AlertConfigurationContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlAuditTests(SharedServer server) : AuditContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlResultAlertTests(SharedServer server) : ResultAlertContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop));
}

public sealed class PostgreSqlPrefixedResultAlertTests(SharedServer server) : ResultAlertContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop), options =>
        {
            options.Schema = "Health";
            options.TablePrefix = "a23456789012345_";
        });
}

public sealed class PostgreSqlPrefixedOutboxTests(SharedServer server) : OutboxContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop), options =>
        {
            options.Schema = "Health";
            options.TablePrefix = "a23456789012345_";
        });
}

public sealed class PostgreSqlPrefixedAlertTests(SharedServer server) : AlertContract
{
    protected override async Task RegisterAsync(IServiceCollection services) =>
        new TestHost.Builder(services).UsePostgreSql(await server.CreateDatabaseAsync(Stop), options =>
        {
            options.Schema = "Health";
            options.TablePrefix = "a23456789012345_";
        });
}

public sealed class PostgreSqlDamagedAlertTests(SharedServer server) : DamagedAlertContract
{
    private string _database = "";

    protected override bool KeepsNamesApart => true;

    protected override async Task RegisterAsync(IServiceCollection services)
    {
        _database = await server.CreateDatabaseAsync(Stop);
        new TestHost.Builder(services).UsePostgreSql(_database);
    }

    protected override Task ExecuteAsync(string sql) => TestSql.RunAsync(_database, sql);
}
