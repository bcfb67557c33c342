using System.Security.Claims;
using IntegrationHealth.Catalog;
using IntegrationHealth.Endpoints;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Authorization;

/// <summary>
/// Who may call the routes of one group, and what they see: everything, or only what is the caller's own. Endpoint metadata; a route without
/// it is not mapped.
/// </summary>
/// <param name="Audience">Whose routes these are, whatever they see.</param>
/// <param name="Policy">The authorization policy that a caller must meet; null lets everybody in.</param>
/// <param name="Access">Says what is whose; null hides nothing.</param>
internal sealed record EndpointScope(Audience Audience, string? Policy, IIntegrationAccess? Access)
{
    public bool SeesEverything => Access is null;

    public static EndpointScope Of(HttpContext http) => http.GetEndpoint()!.Metadata.GetRequiredMetadata<EndpointScope>();

    /// <summary>The owner that lists are narrowed to; null when nothing is hidden.</summary>
    public string? OwnerFilter(ClaimsPrincipal user) => Access is null
        ? null
        : Access.OwnerIdOf(user) is { Length: > 0 } ownerId ? ownerId : throw new ProblemException(Problems.NoOwner());

    public bool Sees(ClaimsPrincipal user, Integration integration) => Access is null || Access.IsVisible(user, integration);
}

/// <summary>Whose routes a group holds.</summary>
internal enum Audience
{
    Owner,
    Administrator,
}
