using System.Threading.Channels;

namespace IntegrationHealth.Alerting;

/// <summary>Wakes the alerting service before its tick: something was committed or changed. Many calls make one waking.</summary>
internal sealed class AlertingSignal
{
    private readonly Channel<bool> _raised = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Raise() => _raised.Writer.TryWrite(true);

    /// <summary>Ends with the next call of <see cref="Raise"/>, or at once after one that nobody waited for.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _raised.Reader.ReadAsync(cancellationToken);
}
