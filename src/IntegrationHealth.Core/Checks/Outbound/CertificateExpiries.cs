using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace IntegrationHealth.Checks.Outbound;

/// <summary>When the certificate of each far end ends, noted as connections are made. Safe for concurrent use.</summary>
internal sealed class CertificateExpiries
{
    /// <summary>Redirects name far ends that nobody registered, so the table has an end.</summary>
    private const int Capacity = 65_536;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _expiries = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Counted here, because the dictionary takes all its locks to count.</summary>
    private int _count;

    /// <summary>End of the certificate of <paramref name="authority"/> (<see cref="Uri.Authority"/>), if a connection showed it.</summary>
    public DateTimeOffset? Find(string authority) => _expiries.TryGetValue(authority, out var expiry) ? expiry : null;

    /// <summary>Notes a certificate.</summary>
    public void Note(string authority, DateTimeOffset expiry)
    {
        if (!_expiries.TryAdd(authority, expiry))
        {
            _expiries[authority] = expiry;
        }
        else if (Interlocked.Increment(ref _count) >= Capacity)
        {
            _expiries.Clear();
            Interlocked.Exchange(ref _count, 0);
        }
    }

    /// <summary>Fits <see cref="SocketsHttpHandler.PlaintextStreamFilter"/>: looks at the certificate, changes nothing.</summary>
    public ValueTask<Stream> ObserveAsync(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        if (context.PlaintextStream is SslStream { RemoteCertificate: X509Certificate2 certificate }
            && context.InitialRequestMessage.RequestUri is { } uri)
        {
            Note(uri.Authority, new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero));
        }

        return ValueTask.FromResult(context.PlaintextStream);
    }
}
