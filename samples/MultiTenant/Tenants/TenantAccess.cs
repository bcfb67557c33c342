using System.Security.Claims;
using IntegrationHealth.Authorization;

namespace IntegrationHealth.Sample.MultiTenant.Tenants;

/// <summary>The owner that a person acts for is their tenant, not they themselves.</summary>
internal sealed class TenantAccess : IIntegrationAccess
{
    public const string TenantClaim = "tenant";

    public string? OwnerIdOf(ClaimsPrincipal user) => user.FindFirstValue(TenantClaim);
}
