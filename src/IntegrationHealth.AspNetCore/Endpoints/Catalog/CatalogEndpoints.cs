using IntegrationHealth.Auditing;
using IntegrationHealth.Authorization;
using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Catalog;

/// <summary>Registers, changes, pauses and removes integrations that the catalog owns. For administrators.</summary>
internal static class CatalogEndpoints
{
    private const int MaxBodyBytes = 256 * 1024;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/{id}", GetAsync)
            .WithName("GetAdminIntegration").WithSummary("The definition of one integration")
            .Produces<IntegrationDefinition>().Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound);
        WithBody(group.MapPost("", AddAsync))
            .Audited("integration.registered")
            .WithName("AddAdminIntegration").WithSummary("Register an integration")
            .Produces<IntegrationDefinition>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status409Conflict);
        WithBody(group.MapPatch("/{id}", UpdateAsync))
            .Audited("integration.changed")
            .WithName("UpdateAdminIntegration").WithSummary("Change or pause an integration; what is left out stays as it is")
            .Produces<IntegrationDefinition>()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("/{id}", RemoveAsync)
            .Audited("integration.removed")
            .WithName("RemoveAdminIntegration").WithSummary("Remove an integration with its status and history")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static RouteHandlerBuilder WithBody(RouteHandlerBuilder route) => route
        .Accepts<IntegrationChange>("application/json")
        .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
        .ProducesValidationProblem().ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static async Task<IResult> GetAsync(string id, HttpContext http, IIntegrationCatalog catalog, IIntegrationHealthService health) =>
        Answer(await IntegrationLookup.FindAsync(http, catalog, health, id));

    private static async Task<IResult> AddAsync(
        HttpContext http, IIntegrationCatalog catalog, IIntegrationHealthService health, TimeProvider time)
    {
        var body = await IntegrationBody.ReadAsync(http.Request);
        var integration = body.ToNew(Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
        try
        {
            await catalog.AddAsync(integration, http.RequestAborted);
        }
        catch (IntegrationValidationException exception)
        {
            return IntegrationRules.IsId(integration.Id) && await health.GetAsync(integration.Id, http.RequestAborted) is not null ? Problems.IdTaken(InBodyTerms(exception)) : Problems.Invalid(InBodyTerms(exception));
        }

        Note(http, null, integration);
        var location = $"{http.Request.PathBase}{http.Request.Path.Value?.TrimEnd('/')}/{Uri.EscapeDataString(integration.Id)}";
        return Answer(integration, StatusCodes.Status201Created, location);
    }

    private static async Task<IResult> UpdateAsync(string id, HttpContext http, IIntegrationCatalog catalog, IIntegrationHealthService health)
    {
        var current = MustBeOwned(await IntegrationLookup.FindAsync(http, catalog, health, id));
        var body = await IntegrationBody.ReadAsync(http.Request);
        Integration? changed;
        try
        {
            changed = await catalog.ChangeAsync(id, before => body.ApplyTo(current = before), http.RequestAborted);
        }
        catch (IntegrationValidationException exception)
        {
            return Problems.Invalid(InBodyTerms(exception));
        }

        if (changed is null)
            return Problems.NotFound();
        Note(http, current, changed);
        if (current.Enabled != changed.Enabled)
            AuditNote.Of(http).Action = changed.Enabled ? "integration.resumed" : "integration.paused";
        return Answer(changed);
    }

    private static async Task<IResult> RemoveAsync(string id, HttpContext http, IIntegrationCatalog catalog, IIntegrationHealthService health)
    {
        var current = await IntegrationLookup.FindAsync(http, catalog, health, id);
        try
        {
            if (!await catalog.RemoveAsync(id, http.RequestAborted))
                return Problems.NotFound();
        }
        catch (IntegrationValidationException)
        {
            return Problems.NotOwnedByCatalog(current.Origin);
        }

        Note(http, current, null);
        return TypedResults.NoContent();
    }

    private static Integration MustBeOwned(Integration integration) => integration.Origin == IntegrationOrigin.Runtime
        ? integration
        : throw new ProblemException(Problems.NotOwnedByCatalog(integration.Origin));

    private static JsonAnswer<IntegrationDefinition> Answer(Integration integration, int status = StatusCodes.Status200OK, string? location = null) =>
        new(IntegrationDefinition.From(integration), EndpointJson.Default.IntegrationDefinition, status, location);

    // The catalog speaks of an interval; in JSON it is intervalMs.
    private static IEnumerable<IntegrationValidationError> InBodyTerms(IntegrationValidationException exception) => exception.Errors
        .Select(error => string.Equals(error.Field, "interval", StringComparison.OrdinalIgnoreCase) ? error with { Field = "intervalMs" } : error);

    private static void Note(HttpContext http, Integration? before, Integration? after)
    {
        var note = AuditNote.Of(http);
        note.SubjectId = (after ?? before)!.Id;
        note.Changes = AuditChanges.Between(
            before is null ? null : IntegrationDefinition.From(before), after is null ? null : IntegrationDefinition.From(after), EndpointJson.Default.IntegrationDefinition);
    }
}
