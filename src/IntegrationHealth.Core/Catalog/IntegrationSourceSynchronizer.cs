using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Catalog;

/// <summary>A source that the host registered, made anew in a scope for each read, so that it may use the host's DbContext.</summary>
internal sealed record SourceRegistration(string Name, Func<IServiceProvider, IIntegrationSource> Resolve);

/// <summary>
/// Pulls the host's own tables into the catalog: all of them at start, then what changed. Of several hosts one does it; the others hear of the
/// changes.
/// </summary>
internal sealed class IntegrationSourceSynchronizer(
    IEnumerable<SourceRegistration> sources, IServiceScopeFactory scopes, IntegrationCatalog catalog, StartupCompletion startup,
    IHostDirectory hosts, HostIdentity host, TimeProvider time, ILogger<IntegrationSourceSynchronizer> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    /// <summary>After the death of the host that pulls, another does so within this time.</summary>
    private static readonly TimeSpan KeepDuty = Period * 2.5;

    private const string Duty = "sources";

    private readonly List<SourceState> _states = [.. sources.Select(source => new SourceState(source))];
    private bool _complete;
    private bool _onDuty;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_states.Count == 0)
            return;
        await startup.Completed.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await SafelyAsync("The duty of reading sources", TakeDutyAsync, stoppingToken);
            if (!_onDuty)
                continue;
            foreach (var state in _states)
                await SafelyAsync(state.Registration.Name, stopping => ReadAsync(state, stopping), stoppingToken);
            if (!_complete && _states.TrueForAll(state => state.Cursor is not null))
                await SafelyAsync("Integrations that no source names any more", RemoveUnnamedAsync, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TakeDutyAsync(CancellationToken stopping)
    {
        // When it cannot be asked, the work is left to whoever can: reading twice is harmless, and checks wait for the same server anyway.
        _onDuty = false;
        _onDuty = await hosts.TakeAsync(Duty, host.Id, KeepDuty, stopping);
    }

    private async Task SafelyAsync(string name, Func<CancellationToken, Task> step, CancellationToken stopping)
    {
        try
        {
            await step(stopping);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            Log.SourceFailed(logger, name, Period.TotalSeconds, exception);
        }
    }

    private async Task ReadAsync(SourceState state, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        var source = state.Registration.Resolve(scope.ServiceProvider);
        var cursor = state.Cursor;
        if (cursor is null)
            state.Named.Clear();
        IntegrationSourcePage page;
        do
        {
            page = await source.ReadAsync(cursor, stopping);
            foreach (var (id, errors) in await catalog.ApplySourceAsync(page.Changed, page.RemovedIds, stopping))
                Log.SourceIntegrationIgnored(logger, id, state.Registration.Name, errors);
            if (!_complete)
                state.Named.UnionWith(page.Changed.Select(integration => integration.Id));
            cursor = page.Cursor;
        }
        while (page.HasMore);
        state.Cursor = cursor;
    }

    /// <summary>After the first full read of every source: what storage holds from sources and none of them named is gone.</summary>
    private async Task RemoveUnnamedAsync(CancellationToken stopping)
    {
        var named = _states.SelectMany(state => state.Named).ToHashSet(StringComparer.Ordinal);
        string[] gone = [.. catalog.List()
            .Where(integration => integration.Origin == IntegrationOrigin.Source && !named.Contains(integration.Id))
            .Select(integration => integration.Id)];
        await catalog.ApplySourceAsync([], gone, stopping);
        _complete = true;
        _states.ForEach(state => state.Named.Clear());
    }

    private sealed class SourceState(SourceRegistration registration)
    {
        public SourceRegistration Registration => registration;

        public string? Cursor { get; set; }

        public HashSet<string> Named { get; } = new(StringComparer.Ordinal);
    }
}
