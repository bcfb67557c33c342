namespace IntegrationHealth.Bench.Pipeline;

/// <summary>The yardstick: workers that do nothing but a GET on a kept-alive connection, and read the body.</summary>
internal sealed class BareLoop : IContestant
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = Contest.Concurrency }) { Timeout = Contest.LongestAnswer };
    private readonly Askers _askers;

    public BareLoop(Uri url) => _askers = new Askers(async () =>
    {
        using var response = await _client.GetAsync(url);
        response.EnsureSuccessStatusCode();
    });

    public long Checks => _askers.Answered;

    public Task StartAsync()
    {
        _askers.Start();
        return Task.CompletedTask;
    }

    public void ThrowIfBroken() => _askers.ThrowIfFailed();

    public async ValueTask DisposeAsync()
    {
        await _askers.DisposeAsync();
        _client.Dispose();
    }
}
