using System.Text;

namespace IntegrationHealth.Mcp.Stdio;

/// <summary>A server's standard output on its way to the client: notes lines that are no message, and ends one that has no end.</summary>
internal sealed class StdoutWatch(Stream inner, int longestLine) : Stream
{
    private const int LongestExcerpt = 200;

    private readonly List<byte> _excerpt = [];
    private long _lineLength;
    private bool _isMessage;
    private bool _decided;
    private string? _foreign;

    /// <summary>The beginning of the first line that was no message; null when there was none.</summary>
    public string? ForeignLine => _foreign ?? (_decided && !_isMessage && _excerpt.Count > 0 ? Excerpt() : null);

    /// <summary>True once a line was longer than is accepted.</summary>
    public bool IsTooLong { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Look(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Look(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            if (one == '\n')
            {
                EndLine();
                continue;
            }

            if (++_lineLength > longestLine)
            {
                IsTooLong = true;
                throw new IOException("A line of the server is longer than is accepted.");
            }

            if (!_decided && one is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
                (_decided, _isMessage) = (true, one is (byte)'{' or (byte)'[');
            if (_decided && !_isMessage && _excerpt.Count < LongestExcerpt)
                _excerpt.Add(one);
        }
    }

    private void EndLine()
    {
        _foreign ??= _decided && !_isMessage ? Excerpt() : null;
        (_lineLength, _decided, _isMessage) = (0, false, false);
        _excerpt.Clear();
    }

    private string Excerpt() => Encoding.UTF8.GetString([.. _excerpt]).Trim();
}
