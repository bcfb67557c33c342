using System.Security.Claims;
using IntegrationHealth.Catalog;
using IntegrationHealth.Endpoints;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Authorization;

/// <summary>What the routes of one group see: everything, or only what is the caller's own. Endpoint metadata.</summary>
internal sealed class EndpointScope
{
    private readonly IIntegrationAccess? _access;

    private EndpointScope(Audience audience, IIntegrationAccess? access)
    {
        Audience = audience;
        _access = access;
    }

    /// <summary>Whose routes these are, whatever they see.</summary>
    public Audience Audience { get; }

    public bool SeesEverything => _access is null;

    public static EndpointScope Everything(Audience audience) => new(audience, null);

    public static EndpointScope OwnOnly(IIntegrationAccess access) => new(Audience.Owner, access);

    public static EndpointScope Of(HttpContext http) => http.GetEndpoint()!.Metadata.GetRequiredMetadata<EndpointScope>();

    /// <summary>The owner that lists are narrowed to; null when nothing is hidden.</summary>
    public string? OwnerFilter(ClaimsPrincipal user) => _access is null
        ? null
        : _access.OwnerIdOf(user) is { Length: > 0 } ownerId ? ownerId : throw new ProblemException(Problems.NoOwner());

    public bool Sees(ClaimsPrincipal user, Integration integration) => _access is null || _access.IsVisible(user, integration);
}

/// <summary>Whose routes a group holds.</summary>
internal enum Audience
{
    Owner,
    Administrator,
}
