namespace IntegrationHealth.Bench.Pipeline;

/// <summary>The yardstick: workers that do nothing but a GET on a kept-alive connection, and read the body.</summary>
internal sealed class BareLoop(Uri url) : IContestant
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = Contest.Concurrency });
    private readonly CancellationTokenSource _stop = new();
    private Task[] _workers = [];
    private long _checks;

    public long Checks => Interlocked.Read(ref _checks);

    public long ChecksToWarmUp => 0;

    public Task StartAsync()
    {
        _workers = [.. Enumerable.Range(0, Contest.Concurrency).Select(_ => Task.Run(WorkAsync))];
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var response = await _client.GetAsync(url);
            response.EnsureSuccessStatusCode();
            Interlocked.Increment(ref _checks);
        }
    }
}
