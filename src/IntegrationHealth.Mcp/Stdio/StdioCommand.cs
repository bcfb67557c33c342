using System.Diagnostics;
using System.Globalization;
using ModelContextProtocol.Client;

namespace IntegrationHealth.Mcp.Stdio;

/// <summary>How a server's program is started: what it sees, and how it is tied to this process.</summary>
internal static class StdioCommand
{
    private const string SetSid = "/usr/bin/setsid";
    private const string Shell = "/bin/sh";

    /// <summary>
    /// Runs the program in a process group of its own, together with a watch that ends the group when the host is gone, even killed. Nothing
    /// of the command is read by the shell: it is handed on as arguments.
    /// </summary>
    private const string Watched =
        "host=$1; shift; ( while kill -0 \"$host\" 2>/dev/null; do sleep 1; done; sleep 1; kill -9 -$$ ) </dev/null >/dev/null 2>&1 & exec \"$@\"";

    /// <summary>True where a program gets a group of its own.</summary>
    public static bool HasGroup { get; } = OperatingSystem.IsLinux() && File.Exists(SetSid) && File.Exists(Shell);

    /// <summary>The start of the program in <paramref name="path"/>.</summary>
    /// <param name="path">Full path of the program.</param>
    /// <param name="settings">Arguments, folder and environment.</param>
    /// <param name="token">The host's token, for <see cref="McpSettings.TokenVariable"/>.</param>
    /// <param name="hostId">Process id of the host; the program ends when that is gone.</param>
    public static ProcessStartInfo Create(string path, McpSettings settings, string? token, int hostId)
    {
        string[] command = HasGroup
            ? [SetSid, Shell, "-c", Watched, "mcp", hostId.ToString(CultureInfo.InvariantCulture), path, .. settings.Arguments]
            : [path, .. settings.Arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = settings.WorkingDirectory ?? "",
        };
        start.Environment.Clear();
        foreach (var (name, value) in EnvironmentOf(settings, token))
            start.Environment[name] = value;
        return start;
    }

    /// <summary>Finds the program as a shell would, with the environment that it will have; null when there is none.</summary>
    public static string? Find(McpSettings settings)
    {
        var command = settings.Command!;
        if (command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || command.Contains('/', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(command, settings.WorkingDirectory ?? Environment.CurrentDirectory);
            return File.Exists(path) ? path : null;
        }

        string[] endings = OperatingSystem.IsWindows() ? ["", ".exe", ".cmd", ".bat"] : [""];
        return (EnvironmentOf(settings, null).GetValueOrDefault("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, command + ending)))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Only what is harmless: the host's environment holds its secrets.</summary>
    private static Dictionary<string, string?> EnvironmentOf(McpSettings settings, string? token)
    {
        var environment = StdioClientTransportOptions.GetDefaultEnvironmentVariables();
        foreach (var (name, value) in settings.Environment)
            environment[name] = value;
        if (settings.TokenVariable is { } variable && token is not null)
            environment[variable] = token;
        return environment;
    }
}
