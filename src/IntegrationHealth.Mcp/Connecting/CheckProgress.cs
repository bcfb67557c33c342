namespace IntegrationHealth.Mcp.Connecting;

/// <summary>How far one check has come, for messages.</summary>
internal sealed class CheckProgress(TimeSpan budget)
{
    /// <summary>The time that the server has for everything.</summary>
    public TimeSpan Budget { get; } = budget;

    /// <summary>What is being waited for, as in <c>no answer to tools/list</c>.</summary>
    public string Step { get; set; } = "the handshake";

    /// <summary>True once the server has answered in the protocol.</summary>
    public bool HasAnswered { get; set; }

    /// <summary>True when the time was over.</summary>
    public bool IsOver { get; set; }
}
