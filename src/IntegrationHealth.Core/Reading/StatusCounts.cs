using IntegrationHealth.Status;

namespace IntegrationHealth.Reading;

/// <summary>Adds integrations up by status.</summary>
internal struct StatusCounts
{
    private long _healthy;
    private long _degraded;
    private long _unhealthy;
    private long _unknown;
    private long _paused;

    public readonly HealthSummary Summary => new(_healthy, _degraded, _unhealthy, _unknown, _paused);

    public void Add(IntegrationStatus status, long count = 1)
    {
        switch (status)
        {
            case IntegrationStatus.Healthy:
                _healthy += count;
                break;
            case IntegrationStatus.Degraded:
                _degraded += count;
                break;
            case IntegrationStatus.Unhealthy:
                _unhealthy += count;
                break;
            case IntegrationStatus.Paused:
                _paused += count;
                break;
            default:
                _unknown += count;
                break;
        }
    }
}
