namespace IntegrationHealth.Mcp;

/// <summary>What holds for all <c>mcp</c> integrations of a host. Set in code only: who writes configuration must not lift these bounds.</summary>
public sealed class McpOptions
{
    /// <summary>Server processes alive at once, 1–256. Default 8. A check that finds no place waits within its time limit.</summary>
    public int MaxProcesses { get; set; } = 8;

    /// <summary>
    /// True lets integrations from run-time registration and from sources start programs on this machine: whoever may register one may then
    /// run anything as the host's user. Default false.
    /// </summary>
    public bool AllowRuntimeCommands { get; set; }
}
