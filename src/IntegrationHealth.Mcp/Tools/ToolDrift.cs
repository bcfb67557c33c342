namespace IntegrationHealth.Mcp.Tools;

/// <summary>How the tools differ from those remembered.</summary>
/// <param name="Removed">Tools that are gone.</param>
/// <param name="Changed">Tools that take other arguments.</param>
/// <param name="Memory">What is to be remembered now.</param>
internal sealed record ToolDrift(IReadOnlyList<string> Removed, IReadOnlyList<string> Changed, ToolMemory Memory)
{
    /// <summary>
    /// Compares. A difference is reported for <paramref name="notice"/> and then counts as the new normal; a tool that is new is welcome at
    /// once. Pure.
    /// </summary>
    /// <param name="memory">What was remembered.</param>
    /// <param name="now">Hash by tool, as the server offers them.</param>
    /// <param name="isWatched">Whether a tool is compared.</param>
    /// <param name="at">The time.</param>
    /// <param name="notice">How long a difference is reported.</param>
    public static ToolDrift Compare(
        ToolMemory memory, IReadOnlyDictionary<string, string> now, Func<string, bool> isWatched, DateTimeOffset at, TimeSpan notice)
    {
        var before = memory.Hashes.Where(pair => isWatched(pair.Key)).ToDictionary(StringComparer.Ordinal);
        string[] removed = [.. before.Keys.Where(name => !now.ContainsKey(name)).Order(StringComparer.Ordinal)];
        string[] changed = [.. before.Where(pair => now.TryGetValue(pair.Key, out var hash) && hash != pair.Value).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
        if (removed.Length + changed.Length == 0)
            return new ToolDrift([], [], new ToolMemory(now, null));

        var since = memory.ChangedAt is { } changedAt && changedAt <= at ? changedAt : at;
        if (at - since >= notice)
            return new ToolDrift([], [], new ToolMemory(now, null));

        foreach (var (name, hash) in now)
            before.TryAdd(name, hash);
        return new ToolDrift(removed, changed, new ToolMemory(before, since));
    }
}
