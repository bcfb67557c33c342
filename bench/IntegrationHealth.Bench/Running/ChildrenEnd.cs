using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IntegrationHealth.Bench.Running;

/// <summary>
/// Ends this process at Ctrl-C and SIGTERM, and before it all that it started: such an end disposes of nothing, and a server or a far end would run on
/// and be measured with whatever comes next. On Linux; temporary folders stay.
/// </summary>
internal sealed class ChildrenEnd : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, End), PosixSignalRegistration.Create(PosixSignal.SIGTERM, End)];

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private static void End(PosixSignalContext context)
    {
        foreach (var id in ProcessTree.ChildrenOf(Environment.ProcessId))
            Kill(id);
        // By itself and not by the signal: a host in this process answers the signal by stopping, and the benchmark would wait for what it does no more.
        Environment.Exit(context.Signal == PosixSignal.SIGINT ? 130 : 143);
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill(entireProcessTree: true);
        }
        catch (ArgumentException)
        {
            // It ended meanwhile: Ctrl-C reaches it, too.
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // Not ours to end, perhaps; the others are to end all the same.
            Console.Error.WriteLine($"Process {id} was not ended: {exception.Message}");
        }
    }
}
