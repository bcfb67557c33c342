namespace IntegrationHealth.Mcp.Stdio;

/// <summary>The end of a server's standard error. It is always read, so that a talkative server does not block, and never kept whole.</summary>
internal sealed class ErrorTail
{
    private const int Longest = 2_000;

    private readonly Lock _gate = new();
    private readonly char[] _ring = new char[Longest];
    private long _total;

    /// <summary>Up to 2,000 characters.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
            {
                var kept = (int)Math.Min(_total, Longest);
                var text = string.Create(kept, (Ring: _ring, Start: _total - kept), static (span, state) =>
                {
                    for (var index = 0; index < span.Length; index++)
                        span[index] = state.Ring[(state.Start + index) % Longest];
                });
                return (_total > Longest ? WithoutCutLine(text) : text).Trim();
            }
        }
    }

    /// <summary>Reads to the end.</summary>
    public async Task ReadAsync(TextReader reader)
    {
        var buffer = new char[1_024];
        try
        {
            while (await reader.ReadAsync(buffer) is var read and > 0)
                Add(buffer.AsSpan(0, read));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The server is gone; what was read is what there is.
        }
    }

    /// <summary>A secret that lost its beginning would not be recognised: a line that was cut is not shown.</summary>
    private static string WithoutCutLine(string text) => text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? text[(end + 1)..] : "";

    private void Add(ReadOnlySpan<char> text)
    {
        lock (_gate)
        {
            foreach (var one in text)
                _ring[_total++ % Longest] = one;
        }
    }
}
