using IntegrationHealth.InMemory;
using IntegrationHealth.Storage.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.InMemory;

public sealed class InMemoryCatalogTests : CatalogContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryWritingTests : WritingContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryHistoryTests : HistoryContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryIncidentTests : IncidentContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryGroupTests : GroupContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryTransitionTests : TransitionContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryMaintenanceTests : MaintenanceContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryListTests : ListContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryListOrderTests : ListOrderContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryProviderTests : ProviderContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryAlertTests : AlertContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryNotificationGroupTests : NotificationGroupContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryOutboxTests : OutboxContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryCommitLeaseTests : CommitLeaseContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryAlertConfigurationTests : AlertConfigurationContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryAuditTests : AuditContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}

public sealed class InMemoryResultAlertTests : ResultAlertContract
{
    protected override void Register(IServiceCollection services) => services.AddInMemoryStorage();
}
