using System.Diagnostics;
using IntegrationHealth.Testing;

namespace IntegrationHealth.EndToEnd.Operations;

/// <summary>Prometheus' own tool: fails where it finds something wrong.</summary>
internal static class Promtool
{
    public static async Task RunAsync(params string[] arguments)
    {
        if (Programs.Find("promtool") is not { } promtool)
        {
            TestRequirement.Missing("Prometheus is not installed: PATH holds no promtool.");
            return;
        }

        await ServerProcess.RunAsync(new ProcessStartInfo(promtool, arguments), TestContext.Current.CancellationToken);
    }

    /// <summary>The same, with a file that lives as long as the run.</summary>
    public static async Task RunWithAsync(string text, params string[] arguments)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            await RunAsync([.. arguments, file]);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
