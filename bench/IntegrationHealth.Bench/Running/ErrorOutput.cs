using System.Diagnostics;

namespace IntegrationHealth.Bench.Running;

/// <summary>What a process writes to its standard error: passed on as it comes, and its last lines kept, to be said where the process fails.</summary>
internal sealed class ErrorOutput
{
    private const int MostLines = 60;

    private readonly Queue<string> _lines = [];
    private readonly Task _reading;

    /// <param name="process">A process that was started with its standard error redirected.</param>
    public ErrorOutput(Process process) => _reading = ReadAsync(process.StandardError);

    /// <summary>The last lines of a process that has ended.</summary>
    public async Task<string> ReadToEndAsync()
    {
        // A child that outlives it may keep the stream open.
        await Task.WhenAny(_reading, Task.Delay(TimeSpan.FromSeconds(1)));
        lock (_lines)
            return _lines.Count == 0 ? "It wrote nothing to standard error." : string.Join('\n', _lines);
    }

    private async Task ReadAsync(StreamReader error)
    {
        while (await error.ReadLineAsync() is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            lock (_lines)
            {
                _lines.Enqueue(line);
                if (_lines.Count > MostLines)
                    _lines.Dequeue();
            }
        }
    }
}
