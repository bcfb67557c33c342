namespace IntegrationHealth.Status;

/// <summary>A part of an integration that can fail alone: read, write, events, a named tool.</summary>
/// <param name="Name">The part, such as <c>read</c>.</param>
/// <param name="Status">Its own status.</param>
/// <param name="Message">Why it does not work, for a person; null while it does.</param>
public sealed record CapabilityHealth(string Name, IntegrationStatus Status, string? Message = null);
