using IntegrationHealth.Storage.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.Sqlite.Tests;

public sealed class SqliteCatalogTests : CatalogContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteWritingTests : WritingContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteHistoryTests : HistoryContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteIncidentTests : IncidentContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteGroupTests : GroupContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteTransitionTests : TransitionContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteMaintenanceTests : MaintenanceContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteListTests : ListContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteListOrderTests : ListOrderContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqlitePrefixedCatalogTests : CatalogContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services, prefix: "app1_");

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteProviderTests : ProviderContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteAlertTests : AlertContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteNotificationGroupTests : NotificationGroupContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteCommitLeaseTests : CommitLeaseContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteOutboxTests : OutboxContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteAlertConfigurationTests : AlertConfigurationContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteAuditTests : AuditContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteResultAlertTests : ResultAlertContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqlitePrefixedResultAlertTests : ResultAlertContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services, prefix: "app1_");

    protected override void CleanUp() => _database.Dispose();
}

public sealed class SqliteDamagedAlertTests : DamagedAlertContract
{
    private readonly TemporaryDatabase _database = new();

    protected override void Register(IServiceCollection services) => _database.Register(services);

    protected override Task ExecuteAsync(string sql)
    {
        _database.Execute(sql);
        return Task.CompletedTask;
    }

    protected override void CleanUp() => _database.Dispose();
}
