namespace IntegrationHealth.Caching;

/// <summary>What was read.</summary>
/// <param name="Value">The value.</param>
/// <param name="Stale">True when storage is away and this is what was known last.</param>
internal readonly record struct Answer<T>(T Value, bool Stale);
