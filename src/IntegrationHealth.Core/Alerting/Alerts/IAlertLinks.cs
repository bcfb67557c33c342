namespace IntegrationHealth.Alerting.Alerts;

/// <summary>Signed links by which the reader of a notification answers it. In an ASP.NET Core host with a public address they are made there.</summary>
public interface IAlertLinks
{
    /// <summary>Absolute URL of a page that asks whether to acknowledge; null where there is none.</summary>
    string? Acknowledge(Alert alert);

    /// <summary>Absolute URL of a page that asks whether to resolve; null where there is none.</summary>
    string? Resolve(Alert alert);
}

/// <summary>No links, until a host that serves pages brings its own.</summary>
internal sealed class HostAlertLinkSource : IAlertLinks
{
    private IAlertLinks? _links;

    public void Use(IAlertLinks links) => _links = links;

    public string? Acknowledge(Alert alert) => _links?.Acknowledge(alert);

    public string? Resolve(Alert alert) => _links?.Resolve(alert);
}
