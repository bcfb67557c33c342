using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IntegrationHealth.Guarding;

/// <summary>While it is there, what is written to a response goes nowhere, and the response does not begin.</summary>
internal sealed class DiscardedBody : IDisposable
{
    private readonly IFeatureCollection _features;
    private readonly IHttpResponseBodyFeature? _real;

    private DiscardedBody(IFeatureCollection features)
    {
        _features = features;
        _real = features.Get<IHttpResponseBodyFeature>();
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
    }

    public static DiscardedBody In(HttpContext http) => new(http.Features);

    public void Dispose() => _features.Set(_real);
}
