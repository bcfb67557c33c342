namespace IntegrationHealth.Sample.MultiTenant.Tenants;

/// <summary>Somebody who may sign in.</summary>
/// <param name="Name">Name to sign in with. A real host would ask for more.</param>
/// <param name="Tenant">The tenant they belong to; null for operators, who belong to none.</param>
internal sealed record Person(string Name, string? Tenant)
{
    public static IReadOnlyDictionary<string, Person> All { get; } =
        new[] { new Person("ann", "north"), new Person("nils", "north"), new Person("ben", "south"), new Person("root", null) }.ToDictionary(person => person.Name, StringComparer.Ordinal);
}
