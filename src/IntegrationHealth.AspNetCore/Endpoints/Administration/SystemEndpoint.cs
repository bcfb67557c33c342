using System.Reflection;
using System.Runtime.InteropServices;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Administration;

/// <summary>How the library itself is doing.</summary>
internal static class SystemEndpoint
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/system", GetAsync)
            .WithName("GetSystem").WithSummary("Queue, workers, storage, hosts and versions")
            .Produces<SystemInfo>().Produces(StatusCodes.Status304NotModified).ProducesValidationProblem();

    private static async Task<IResult> GetAsync(HttpContext http, ISystemReader system, IQuotaReader quotas)
    {
        new QueryReader(http.Request).ThrowIfInvalid();
        var status = await system.ReadAsync(http.RequestAborted);
        return new JsonAnswer<SystemInfo>(SystemInfo.From(status, quotas.List(), quotas.ListPauses()), EndpointJson.Default.SystemInfo);
    }
}

/// <summary>
/// How the library itself is doing, as the host sees it that answers. Skew is the busiest host's checks a minute over the mean: 1 when all do the same.
/// </summary>
internal sealed record SystemInfo(
    int Integrations, SystemQueue Queue, SystemWorkers Workers, SystemStorage Storage, SystemCache? Cache, long? OutboxLagMs,
    IReadOnlyList<SystemHost> Hosts, double? Skew, IReadOnlyList<SystemQuota> Quotas, IReadOnlyList<SystemPause> Pauses, IReadOnlyDictionary<string, string> Versions)
{
    private static readonly Dictionary<string, string> Installed = new(StringComparer.Ordinal)
    {
        ["integrationHealth"] = VersionOf(typeof(IIntegrationCatalog).Assembly),
        ["aspNetCore"] = VersionOf(typeof(SystemInfo).Assembly),
        ["runtime"] = RuntimeInformation.FrameworkDescription,
    };

    public static SystemInfo From(SystemStatus status, IReadOnlyList<QuotaShare> quotas, IReadOnlyList<QuotaPause> pauses) => new(
        status.Integrations,
        new SystemQueue(status.Queue?.Scheduled, status.Queue?.Leased, (long)status.QueueLag.TotalMilliseconds, status.Queue?.OldestDueAt),
        new SystemWorkers(status.ChecksActive, status.ChecksMax, status.ResultsWaiting),
        new SystemStorage(status.Storage, status.StorageBytes, (long?)status.StorageLatency?.TotalMilliseconds, status.StorageLatency is not null, status.Error, status.WritesFailingSince),
        SystemCache.From(status.Cache), (long?)status.OutboxLag?.TotalMilliseconds,
        [.. status.Hosts.Select(SystemHost.From)], SkewOf(status.Hosts),
        [.. quotas.Select(share => new SystemQuota(
            share.Provider, share.Client, share.Used, share.Limit, share.UsedPercent, (long)share.Window.TotalMilliseconds, share.EndsAt, share.PausedUntil))],
        [.. pauses.Select(pause => new SystemPause(pause.Provider, pause.Host, CamelCaseEnum.NameOf(pause.Scope), pause.Client, pause.Count, pause.Until))],
        Installed);

    private static double? SkewOf(IReadOnlyList<HostReport> hosts) =>
        hosts.Sum(host => host.ChecksPerMinute) is var all and > 0 ? Math.Round(hosts.Max(host => host.ChecksPerMinute) * hosts.Count / all, 2) : null;

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}

/// <summary>Null where the queue did not answer.</summary>
internal sealed record SystemQueue(long? Scheduled, long? Leased, long LagMs, DateTimeOffset? OldestDueAt);

internal sealed record SystemWorkers(int Active, int Max, int ResultsWaiting);

/// <summary>Reachable tells of reads; a disk that is full still answers those, and says so in the last field.</summary>
internal sealed record SystemStorage(string Kind, long? SizeBytes, long? LatencyMs, bool Reachable, string? Error, DateTimeOffset? WritesFailingSince);

/// <summary>
/// Reads of numbers on this host since its start, and the share that storage was spared, 0–1: hits come from memory, or from the shared cache; stale
/// answers were given while storage was away, and count in no share.
/// </summary>
internal sealed record SystemCache(double HitRatio, long Hits, long SharedHits, long Misses, long Stale)
{
    public static SystemCache? From(CacheStatus? status) => status is null
        ? null
        : new(Math.Round(status.HitRatio, 4), status.Hits, status.SharedHits, status.Misses, status.Stale);
}

/// <summary>A host: when its scheduler last went round, the checks it holds, and its checks and longest lateness in the last minute.</summary>
internal sealed record SystemHost(
    string Id, string Name, int ProcessId, DateTimeOffset StartedAt, DateTimeOffset SeenAt, DateTimeOffset? SchedulerSeenAt, int Leases,
    double ChecksPerMinute, long LagMs)
{
    public static SystemHost From(HostReport report) => new(
        report.Id, report.Name, report.ProcessId, report.StartedAt, report.SeenAt, report.SchedulerSeenAt, report.Leases, report.ChecksPerMinute, report.LagMs);
}

/// <summary>
/// How much of its budget of vendor quota an OAuth client's checks have used on this host, and until when the vendor asked all of its connections to
/// wait; only providers with a budget.
/// </summary>
internal sealed record SystemQuota(
    string Provider, string Client, int Used, int Limit, int UsedPercent, long WindowMs, DateTimeOffset EndsAt, DateTimeOffset? PausedUntil);

/// <summary>
/// A pause that a vendor asked for: counted by credential (how many wait), OAuth client or host; the provider is null for a token endpoint. Whoever is
/// due meanwhile is not asked.
/// </summary>
internal sealed record SystemPause(string? Provider, string? Host, string Scope, string? Client, int Count, DateTimeOffset Until);
