using System.Diagnostics;

namespace IntegrationHealth.Storage.Sqlite.Tests;

/// <summary>Starts IntegrationHealth.Storage.Sqlite.Child, which is built beside the tests.</summary>
internal static class ChildProcess
{
    /// <summary>Two integrations are in every batch that the child writes.</summary>
    public static IReadOnlyList<string> Ids { get; } = ["a", "b"];

    public static Process Initialize(string file) => Start("initialize", file);

    public static Process WriteForever(string file, string pipe) => Start("write", file, pipe);

    private static Process Start(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "IntegrationHealth.Storage.Sqlite.Child.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]))!;
    }
}
