using System.Text.Json;

namespace IntegrationHealth.Catalog;

/// <summary>Whether two definitions say the same.</summary>
internal static class IntegrationComparer
{
    /// <summary>True when a result of one holds for the other too: the same connection of the same owner, whatever it is called.</summary>
    public static bool AreSameConnection(Integration one, Integration other) =>
        ReferenceEquals(one, other)
        || (one.Id == other.Id && one.Provider == other.Provider && one.OwnerId == other.OwnerId && one.Origin == other.Origin
            && JsonElement.DeepEquals(one.Settings, other.Settings));

    public static bool AreEqual(Integration one, Integration other) =>
        one.Id == other.Id && one.Provider == other.Provider && one.Name == other.Name && one.OwnerId == other.OwnerId
        && one.Interval == other.Interval && one.Enabled == other.Enabled && one.Origin == other.Origin
        && one.Tags.SequenceEqual(other.Tags, StringComparer.Ordinal)
        && JsonElement.DeepEquals(one.Settings, other.Settings);
}
