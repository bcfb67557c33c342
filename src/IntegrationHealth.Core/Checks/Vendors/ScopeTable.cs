using IntegrationHealth.Catalog;
using IntegrationHealth.Status;

namespace IntegrationHealth.Checks.Vendors;

/// <summary>One scope: the part of the integration it opens, what stops without it, and the wider scopes that hold it too.</summary>
internal sealed record ScopeMeaning(string Scope, string Capability, string Without, params string[] HeldBy);

/// <summary>A provider's scopes, and what a missing one means for a person. Pure.</summary>
internal sealed class ScopeTable(string vendor, string docsUrl, string prefix, IReadOnlyList<ScopeMeaning> scopes)
{
    /// <summary>True when <paramref name="granted"/> holds the scope itself or a wider one.</summary>
    public bool Holds(IReadOnlyCollection<string> granted, string scope)
    {
        var wanted = Short(scope);
        return granted.Any(one => Short(one) == wanted)
            || (scopes.FirstOrDefault(meaning => meaning.Scope == wanted)?.HeldBy.Any(wider => granted.Any(one => Short(one) == wider)) ?? false);
    }

    /// <summary>The scopes that the host knows to be granted; null when it names none, for then it knows of none.</summary>
    public static IReadOnlyCollection<string>? Known(Credential? credential) => credential?.Scopes is { Count: > 0 } scopes ? scopes : null;

    /// <summary>
    /// Adds the capabilities to a success; Degraded when a required scope is missing. Without a word about what was granted (null), nothing is
    /// said.
    /// </summary>
    public CheckResult Review(CheckResult result, IReadOnlyCollection<string>? granted, IEnumerable<string> required)
    {
        if (granted is null)
            return result;

        var missing = required.Where(scope => !Holds(granted, scope)).Select(Short).Distinct().ToList();
        var lost = missing.Select(Meaning).ToList();
        var held = scopes.Where(scope => Holds(granted, scope.Scope)).Select(scope => scope.Capability)
            .Except(lost.Select(scope => scope.Capability)).Distinct();
        var capabilities = held.Select(name => new CapabilityHealth(name, IntegrationStatus.Healthy)).Concat(
            lost.GroupBy(scope => scope.Capability).Select(group => new CapabilityHealth(
                group.Key, IntegrationStatus.Unhealthy, $"The permission {string.Join(", ", group.Select(scope => scope.Scope))} was not granted.")));
        result = result with { Capabilities = [.. capabilities.OrderBy(capability => capability.Name, StringComparer.Ordinal)] };
        return missing.Count == 0 || result.Outcome != CheckOutcome.Succeeded
            ? result
            : result with { Outcome = CheckOutcome.Degraded, Failure = Missing(lost) };
    }

    private CheckFailure Missing(List<ScopeMeaning> lost) => CheckFailure.Of(
        FailureKind.InsufficientScope,
        $"The connection to {vendor} works, but without {string.Join(", ", lost.Select(scope => scope.Without).Distinct())}: "
            + $"it was not given {string.Join(", ", lost.Select(scope => scope.Scope))}. Reconnect it and allow this.",
        Confidence.High) with
    {
        DocsUrl = docsUrl,
    };

    private ScopeMeaning Meaning(string scope) =>
        scopes.FirstOrDefault(meaning => meaning.Scope == scope) ?? new ScopeMeaning(scope, scope, $"what needs {scope}");

    private string Short(string scope) => prefix.Length > 0 && scope.StartsWith(prefix, StringComparison.Ordinal) ? scope[prefix.Length..] : scope;
}
