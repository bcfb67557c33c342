using System.Security.Claims;

namespace IntegrationHealth.Authorization;

/// <summary>The owner id is the user's id: <see cref="ClaimTypes.NameIdentifier"/>, or <c>sub</c> where claims are not mapped.</summary>
internal sealed class ClaimsIntegrationAccess : IIntegrationAccess
{
    public string? OwnerIdOf(ClaimsPrincipal user) => Caller.IdOf(user);
}
