namespace IntegrationHealth.Incidents;

/// <summary>
/// How much of a timeline is kept: how the incident began and what it came to. A diagnosis that changes with every check would otherwise make a
/// timeline of thousands of steps, stored for ever and answered whole.
/// </summary>
internal static class IncidentTimeline
{
    /// <summary>Steps kept from the beginning.</summary>
    public const int First = 50;

    /// <summary>Steps kept before the end.</summary>
    public const int Last = 50;

    /// <summary>The timeline with more steps, short again.</summary>
    public static IReadOnlyList<IncidentEvent> Append(IReadOnlyList<IncidentEvent> timeline, IReadOnlyList<IncidentEvent> more)
    {
        IncidentEvent[] all = [.. timeline, .. more];
        return all.Length <= First + Last ? all : [.. all[..First], .. all[^Last..]];
    }
}
