namespace IntegrationHealth.Scheduling;

/// <summary>What became of the claims of one call.</summary>
/// <param name="Started">How many began.</param>
/// <param name="ShortestInterval">The shortest interval of those that could begin; null when none could.</param>
/// <param name="Crowded">True when some have to wait for a place with their provider.</param>
internal readonly record struct Dispatched(int Started, TimeSpan? ShortestInterval, bool Crowded);
