using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Catalog;

/// <summary>Whether an integration fixed in code or configuration may have the id of one that storage holds. Pure.</summary>
internal static class FixedIds
{
    /// <exception cref="OptionsValidationException">An id belongs to somebody else's integration, which must not be lost for a choice of name.</exception>
    public static void ThrowIfTaken(IReadOnlyList<Integration> fixedIntegrations, IReadOnlyDictionary<string, StoredIntegration> stored)
    {
        string[] failures = [.. fixedIntegrations.Select(now => Failure(now, stored.GetValueOrDefault(now.Id)?.Integration)).OfType<string>()];
        if (failures.Length > 0)
            throw new OptionsValidationException(IntegrationHealthOptions.SectionName, typeof(IntegrationHealthOptions), failures);
    }

    /// <summary>True when the history of one is that of the other: the same owner's connection to the same provider.</summary>
    public static bool MayInherit(Integration stored, Integration now) => stored.OwnerId == now.OwnerId && stored.Provider == now.Provider;

    private static string? Failure(Integration now, Integration? stored) =>
        stored is { Origin: IntegrationOrigin.Runtime or IntegrationOrigin.Source } && !MayInherit(stored, now)
            ? $"The integration '{now.Id}' of {now.Origin} (owner '{now.OwnerId}', provider '{now.Provider}') has the id of a stored integration "
                + $"of {stored.Origin} (owner '{stored.OwnerId}', provider '{stored.Provider}'). Give it another id, or start without it and remove the stored one first."
            : null;
}
