namespace IntegrationHealth.Hosts;

/// <summary>Of a host that shares nothing: it is there, alone, and does everything.</summary>
internal sealed class SingleHostDirectory : IHostDirectory
{
    private volatile HostReport[] _reports = [];

    public ValueTask ReportAsync(HostReport report, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        _reports = [report];
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<HostReport>> ListAsync(CancellationToken cancellationToken) => new(_reports);

    public ValueTask LeaveAsync(string hostId, CancellationToken cancellationToken)
    {
        _reports = [];
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> TakeAsync(string duty, string hostId, TimeSpan keepFor, CancellationToken cancellationToken) => new(true);
}
