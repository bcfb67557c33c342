using System.Security.Claims;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Authorization;

/// <summary>
/// Says which integrations a signed-in person sees on the owner routes. Register an implementation of your own when owner ids are
/// not user ids, for example tenants. Used concurrently.
/// </summary>
public interface IIntegrationAccess
{
    /// <summary>
    /// The owner id that <paramref name="user"/> acts for: lists hold exactly this owner's integrations. Null when there is none.
    /// </summary>
    string? OwnerIdOf(ClaimsPrincipal user);

    /// <summary>
    /// True when <paramref name="user"/> may see and check <paramref name="integration"/>; otherwise it is answered as if it did not
    /// exist. Unless implemented, exactly the integrations of <see cref="OwnerIdOf"/>; the host's own (an empty owner id) never.
    /// </summary>
    bool IsVisible(ClaimsPrincipal user, Integration integration)
    {
        ArgumentNullException.ThrowIfNull(integration);
        return OwnerIdOf(user) is { Length: > 0 } ownerId && string.Equals(integration.OwnerId, ownerId, StringComparison.Ordinal);
    }
}
