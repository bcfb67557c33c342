namespace IntegrationHealth.Alerting.Alerts;

/// <summary>Signed links by which the reader of a notification answers it. In an ASP.NET Core host with a public address they are made there.</summary>
public interface IAlertLinks
{
    /// <summary>Absolute URL of a page that asks whether to acknowledge; null where there is none.</summary>
    string? Acknowledge(Alert alert);

    /// <summary>Absolute URL of a page that asks whether to resolve; null where there is none.</summary>
    string? Resolve(Alert alert);
}

/// <summary>A host that serves no pages.</summary>
internal sealed class NoAlertLinks : IAlertLinks
{
    public string? Acknowledge(Alert alert) => null;

    public string? Resolve(Alert alert) => null;
}
