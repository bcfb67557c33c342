namespace IntegrationHealth.Sample.Simulator;

/// <summary>One answer of a simulated provider, as it goes over the wire.</summary>
internal sealed record SimulatedAnswer(int Status, string ContentType, string Body)
{
    /// <summary>Headers beside Content-Type.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>This answer with one more header.</summary>
    public SimulatedAnswer With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };

    /// <summary>Writes it as the answer to a request.</summary>
    public Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = Status;
        response.ContentType = ContentType;
        foreach (var (name, value) in Headers)
            response.Headers[name] = value;
        return response.WriteAsync(Body, cancellationToken);
    }
}
