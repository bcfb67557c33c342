using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>Wakes the dispatcher before its next look: something was put into the outbox, or a channel has room again.</summary>
internal sealed class OutboxSignal(TimeProvider time) : IDisposable
{
    private readonly SchedulerSignal _signal = new(time);

    public void Raise() => _signal.Raise();

    public ValueTask WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => _signal.WaitAsync(timeout, cancellationToken);

    public void Dispose() => _signal.Dispose();
}
