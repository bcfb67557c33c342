using System.Diagnostics;

namespace IntegrationHealth.Testing;

/// <summary>PostgreSQL refuses to run as root: where a test does, its server runs as <c>postgres</c>, or as <c>nobody</c>.</summary>
internal static class UnprivilegedUser
{
    private static readonly string? Name = Environment.UserName != "root" ? null
        : File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres"
        : "nobody";

    /// <summary>Gives a folder to that user.</summary>
    public static Task GiveAsync(string folder, CancellationToken cancellationToken) =>
        Name is null ? Task.CompletedTask : ServerProcess.RunAsync(new ProcessStartInfo("chown", [Name, folder]), cancellationToken);

    /// <summary>How to start a program as that user. The program takes the place of setpriv, so its process id is the one started.</summary>
    public static ProcessStartInfo Start(string program, string folder, params IEnumerable<string> arguments)
    {
        var start = Name is null
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo("setpriv", [$"--reuid={Name}", $"--regid={Group}", "--clear-groups", program, .. arguments]);
        start.WorkingDirectory = folder;
        return start;
    }

    private static string Group => Name == "nobody" ? "nogroup" : "postgres";
}
