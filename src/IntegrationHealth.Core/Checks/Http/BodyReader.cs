using System.Buffers;
using System.Runtime.CompilerServices;

namespace IntegrationHealth.Checks.Http;

/// <summary>A body in a pooled buffer. Dispose it once.</summary>
internal readonly struct KeptBody(byte[] buffer, int length, bool exceeded) : IDisposable
{
    /// <summary>What was read, up to the cap.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    /// <summary>True when the body was longer than the cap.</summary>
    public bool Exceeded { get; } = exceeded;

    /// <inheritdoc />
    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}

/// <summary>Reads bodies with an end: what exceeds the cap stays unread.</summary>
internal static class BodyReader
{
    private const int FirstBuffer = 16_384;

    /// <summary>Reads and throws away. False when the body is longer than <paramref name="cap"/>.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> DrainAsync(Stream body, int cap, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var total = 0L;
            while (true)
            {
                var read = await body.ReadAsync(buffer, cancellationToken);
                if (read == 0)
                    return true;
                total += read;
                if (total > cap)
                    return false;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads and throws away what comes within <paramref name="patience"/>. False when that is longer than <paramref name="cap"/>.</summary>
    public static async ValueTask<bool> DrainAsync(
        Stream body, int cap, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var ended = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended.Token);
        try
        {
            return await DrainAsync(body, cap, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    /// <summary>
    /// What comes of a body within <paramref name="patience"/>: for one that is only evidence. The answer's status has spoken already, and a
    /// body that never ends must not turn it into a timeout.
    /// </summary>
    public static async ValueTask<KeptBody> GlanceAsync(
        Stream body, int cap, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var ended = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended.Token);
        return await KeepAsync(body, cap, tolerant: true, either.Token, cancellationToken);
    }

    /// <summary>Reads into a pooled buffer that grows up to <paramref name="cap"/>.</summary>
    /// <param name="body">The body, unpacked if it was packed: the cap counts what comes out.</param>
    /// <param name="cap">Longest body, at least 1.</param>
    /// <param name="tolerant">True keeps what came before a break instead of throwing.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public static ValueTask<KeptBody> KeepAsync(Stream body, int cap, bool tolerant, CancellationToken cancellationToken) =>
        KeepAsync(body, cap, tolerant, cancellationToken, cancellationToken);

    private static async ValueTask<KeptBody> KeepAsync(
        Stream body, int cap, bool tolerant, CancellationToken reading, CancellationToken cancellationToken)
    {
        // One byte more than the cap tells a body of exactly the cap from a longer one.
        var limit = cap + 1;
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(FirstBuffer, limit));
        var length = 0;
        try
        {
            while (length < limit)
            {
                if (length == buffer.Length)
                    buffer = Grow(buffer, length);
                var read = await body.ReadAsync(buffer.AsMemory(length, Math.Min(buffer.Length, limit) - length), reading);
                if (read == 0)
                    break;
                length += read;
            }
        }
        catch (Exception exception) when (tolerant && !cancellationToken.IsCancellationRequested
            && exception is IOException or InvalidDataException or OperationCanceledException)
        {
            return new KeptBody(buffer, length, exceeded: false);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        return new KeptBody(buffer, Math.Min(length, cap), exceeded: length > cap);
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
