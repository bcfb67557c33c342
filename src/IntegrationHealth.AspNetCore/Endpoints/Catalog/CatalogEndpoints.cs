using IntegrationHealth.Auditing;
using IntegrationHealth.Catalog;
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
        group.MapGet("/{id}", Get)
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
        .ProducesValidationProblem().ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static JsonAnswer<IntegrationDefinition> Get(string id, IIntegrationCatalog catalog) => Answer(Find(catalog, id));

    private static async Task<IResult> AddAsync(HttpContext http, IIntegrationCatalog catalog, TimeProvider time)
    {
        var body = await IntegrationBody.ReadAsync(http.Request);
        var integration = body.ToNew(Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
        try
        {
            await catalog.AddAsync(integration, http.RequestAborted);
        }
        catch (IntegrationValidationException exception)
        {
            return catalog.TryGet(integration.Id, out _) ? Problems.IdTaken(InBodyTerms(exception)) : Problems.Invalid(InBodyTerms(exception));
        }

        Note(http, null, integration);
        var location = $"{http.Request.PathBase}{http.Request.Path.Value?.TrimEnd('/')}/{Uri.EscapeDataString(integration.Id)}";
        return Answer(integration, StatusCodes.Status201Created, location);
    }

    private static async Task<IResult> UpdateAsync(string id, HttpContext http, IIntegrationCatalog catalog)
    {
        var current = FindOwned(catalog, id);
        var changed = (await IntegrationBody.ReadAsync(http.Request)).ApplyTo(current);
        try
        {
            if (!await catalog.UpdateAsync(changed, http.RequestAborted))
                return Problems.NotFound();
        }
        catch (IntegrationValidationException exception)
        {
            return Problems.Invalid(InBodyTerms(exception));
        }

        Note(http, current, changed);
        if (current.Enabled != changed.Enabled)
            AuditNote.Of(http).Action = changed.Enabled ? "integration.resumed" : "integration.paused";
        return Answer(changed);
    }

    private static async Task<IResult> RemoveAsync(string id, HttpContext http, IIntegrationCatalog catalog)
    {
        var current = FindOwned(catalog, id);
        if (!await catalog.RemoveAsync(id, http.RequestAborted))
            return Problems.NotFound();
        Note(http, current, null);
        return TypedResults.NoContent();
    }

    private static Integration Find(IIntegrationCatalog catalog, string id) =>
        catalog.TryGet(id, out var integration) ? integration : throw new ProblemException(Problems.NotFound());

    private static Integration FindOwned(IIntegrationCatalog catalog, string id) =>
        Find(catalog, id) is { Origin: IntegrationOrigin.Runtime } integration
            ? integration
            : throw new ProblemException(Problems.NotOwnedByCatalog(Find(catalog, id).Origin));

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
