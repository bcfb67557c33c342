using IntegrationHealth.Checks;
using IntegrationHealth.Mcp.Services;
using IntegrationHealth.Status;
using ModelContextProtocol.Protocol;

namespace IntegrationHealth.Mcp.Tools;

/// <summary>Looks at the tools of a server: what is missing, what has changed, and what that means for each capability. Pure.</summary>
internal sealed class ToolReview
{
    private const int MostCapabilities = 64;

    private readonly Dictionary<string, CapabilityHealth> _capabilities = new(StringComparer.Ordinal);
    private readonly List<CheckFailure> _failures = [];
    private int _expected;
    private int _missing;

    /// <summary>Each part apart, up to 64, those that do not work first.</summary>
    public IReadOnlyList<CapabilityHealth> Capabilities =>
        [.. _capabilities.Values.OrderBy(one => one.Status == IntegrationStatus.Healthy).Take(MostCapabilities)];

    /// <summary>What is wrong, the gravest first; null when nothing is.</summary>
    public CheckFailure? Failure => _failures.FirstOrDefault();

    /// <summary>True when nothing of what is expected works.</summary>
    public bool NothingWorks => _expected > 0 && _missing == _expected;

    /// <summary>Compares with what the settings ask for.</summary>
    public static ToolReview Of(IReadOnlyDictionary<string, Tool> tools, McpSettings settings)
    {
        var review = new ToolReview();
        foreach (var name in settings.RequiredTools.Append(settings.ProbeTool).OfType<string>().Distinct(StringComparer.Ordinal))
            review.Expect(name, tools.ContainsKey(name), $"The tool '{name}' is not offered by the server; what relies on it does not work.");
        if (McpService.Find(settings.Service) is { } service)
        {
            foreach (var capability in service.Capabilities)
            {
                review.Expect(
                    capability.Name,
                    tools.Keys.Any(tool => capability.Tools.Contains(tool, StringComparer.OrdinalIgnoreCase)),
                    $"The server offers no tool for {capability.Words}; in {service.DisplayName} that does not work.");
            }
        }

        if (review._missing > 0)
        {
            var messages = review._capabilities.Values.Select(capability => capability.Message).OfType<string>();
            review.Report(string.Join(" ", messages.Take(3)) + (review._missing > 3 ? $" {review._missing - 3} more are missing." : ""), Confidence.High);
        }

        return review;
    }

    /// <summary>True for tools whose change is a finding: those that are expected, or all when none are.</summary>
    public static bool IsWatched(string tool, McpSettings settings)
    {
        var service = McpService.Find(settings.Service);
        return (settings.RequiredTools.Count == 0 && settings.ProbeTool is null && service is null)
            || settings.RequiredTools.Contains(tool) || tool == settings.ProbeTool
            || service?.Capabilities.Any(capability => capability.Tools.Contains(tool, StringComparer.OrdinalIgnoreCase)) == true;
    }

    /// <summary>Adds what differs from before.</summary>
    public void Add(ToolDrift drift)
    {
        foreach (var name in drift.Changed)
            Mark(name, IntegrationStatus.Degraded, $"The tool '{name}' takes other arguments than before; calls written for the old form may fail.");
        foreach (var name in drift.Removed.Where(name => !IsDown(name)))
            Mark(name, IntegrationStatus.Unhealthy, $"The tool '{name}' was removed from the server.");
        string[] messages = [.. drift.Changed.Concat(drift.Removed).Select(name => _capabilities[name].Message!)];
        if (messages.Length > 0)
            Report(string.Join(" ", messages.Take(3)) + (messages.Length > 3 ? $" {messages.Length - 3} more have changed." : ""), Confidence.High);
    }

    /// <summary>Adds what the call of a tool showed.</summary>
    /// <param name="capability">The capability that it proves.</param>
    /// <param name="failure">Null when it worked.</param>
    public void AddProbe(string capability, CheckFailure? failure)
    {
        if (failure is null)
        {
            if (!_capabilities.ContainsKey(capability))
                Mark(capability, IntegrationStatus.Healthy, null);
            return;
        }

        Mark(capability, IntegrationStatus.Unhealthy, failure.Message);
        _failures.Insert(0, failure);
    }

    /// <summary>Adds something that is wrong with the server as a whole.</summary>
    public void Add(CheckFailure failure) => _failures.Add(failure);

    private void Expect(string name, bool isThere, string whenMissing)
    {
        _expected++;
        if (!isThere)
            _missing++;
        Mark(name, isThere ? IntegrationStatus.Healthy : IntegrationStatus.Unhealthy, isThere ? null : whenMissing);
    }

    private bool IsDown(string name) => _capabilities.TryGetValue(name, out var known) && known.Status == IntegrationStatus.Unhealthy;

    private void Mark(string name, IntegrationStatus status, string? message) => _capabilities[name] = new CapabilityHealth(name, status, message);

    private void Report(string message, Confidence confidence) => _failures.Add(CheckFailure.Of(FailureKind.Misconfigured, message, confidence) with
    {
        DocsUrl = "https://modelcontextprotocol.io/specification/2026-07-28/server/tools",
    });
}
