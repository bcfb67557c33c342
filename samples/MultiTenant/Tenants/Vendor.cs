namespace IntegrationHealth.Sample.MultiTenant.Tenants;

/// <summary>Stands for the vendors, so that the sample needs no account: billing is down.</summary>
internal static class Vendor
{
    public static void MapVendor(this WebApplication app) => app
        .MapGet("/vendor/{id}", (string id) => id.EndsWith("-billing", StringComparison.Ordinal) ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Results.Ok())
        .ExcludeFromDescription();
}
