namespace IntegrationHealth.Mcp.Connecting;

/// <summary>An answer's stream with an end: what exceeds it breaks the reading off.</summary>
/// <param name="inner">The answer.</param>
/// <param name="most">Bytes that may be read.</param>
/// <param name="broken">Told why the reading broke off; null for too long.</param>
internal sealed class BoundedStream(Stream inner, long most, Action<Exception?> broken) : Stream
{
    private long _left = most;

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
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException && !cancellationToken.IsCancellationRequested)
        {
            broken(exception);
            throw;
        }

        if ((_left -= read) >= 0)
            return read;
        broken(null);
        throw new IOException("The answer is longer than is accepted.");
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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
