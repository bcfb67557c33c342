namespace IntegrationHealth.Mcp.Connecting;

/// <summary>Ends a call whose answer was found to be none of the protocol's; the diagnosis was noted already.</summary>
internal sealed class ForeignAnswerException(string message) : Exception(message);
