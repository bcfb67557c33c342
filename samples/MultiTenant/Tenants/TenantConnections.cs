using System.Text.Json;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Sample.MultiTenant.Tenants;

/// <summary>Stands for the host's table of connections: each belongs to a tenant. It never changes, so only the first read names rows.</summary>
internal sealed class TenantConnections(IConfiguration configuration) : IIntegrationSource
{
    private static readonly (string Id, string Tenant, string Name)[] Rows =
        [("north-crm", "north", "CRM of North"), ("north-billing", "north", "Billing of North"), ("south-crm", "south", "CRM of South")];

    public Task<IntegrationSourcePage> ReadAsync(string? cursor, CancellationToken cancellationToken) => Task.FromResult(new IntegrationSourcePage
    {
        Changed = cursor is null ? [.. Rows.Select(ToIntegration)] : [],
        Cursor = "read",
    });

    private Integration ToIntegration((string Id, string Tenant, string Name) row) => new()
    {
        Id = row.Id,
        OwnerId = row.Tenant,
        Name = row.Name,
        Provider = "http",
        Settings = JsonSerializer.SerializeToElement(new { url = $"{configuration["Vendor"]}/vendor/{row.Id}" }),
    };
}
