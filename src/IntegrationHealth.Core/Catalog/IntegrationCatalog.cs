using System.Diagnostics.CodeAnalysis;
using IntegrationHealth.Reading;
using IntegrationHealth.Realtime;
using IntegrationHealth.Status;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Catalog;

/// <summary>Changes of the catalog while the host runs, one after another: stored first, then known, then scheduled.</summary>
internal sealed class IntegrationCatalog(
    IIntegrationStore store, IHealthReader reader, IntegrationCompiler compiler, IntegrationRegistry registry, CatalogSchedule schedule,
    CommitWaiters waiters, ResultWriter writer) : IIntegrationCatalog, IDisposable
{
    private const int MostIdsAtOnce = 200;

    private readonly SemaphoreSlim _changes = new(1, 1);

    /// <summary>Told of the ids whose definition this host added, changed or removed. Handlers must not block.</summary>
    public event Action<IReadOnlyList<string>>? Changed;

    /// <summary>
    /// Told of integrations that are gone from this host's view, whichever host removed or replaced them. Handlers must not block.
    /// </summary>
    public event Action<IReadOnlyList<IntegrationDeparture>>? Departed;

    public IReadOnlyCollection<Integration> List() => [.. registry.All.Select(monitored => monitored.Integration)];

    public bool TryGet(string id, [NotNullWhen(true)] out Integration? integration)
    {
        integration = registry.TryGet(id, out var monitored) ? monitored.Integration : null;
        return integration is not null;
    }

    public async Task AddAsync(Integration integration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(integration);
        using var turn = await TakeTurnAsync(cancellationToken);
        integration = integration with { Origin = IntegrationOrigin.Runtime };
        var errors = new List<IntegrationValidationError>();
        if (integration.Id is { } id && registry.TryGet(id, out _))
            errors.Add(Taken(id));
        var monitored = compiler.Compile(integration, null, errors);
        if (monitored is null || errors.Count > 0)
            throw new IntegrationValidationException(errors);
        // Storage has the last word: one that it holds and nobody watches, its provider retired or its settings no longer allowed, has an
        // owner and a history all the same, and another host may have been quicker.
        if (!await store.InsertAsync(monitored.Integration, cancellationToken))
            throw new IntegrationValidationException([Taken(monitored.Integration.Id)]);
        await WatchAsync([monitored]);
    }

    public async Task<bool> UpdateAsync(Integration integration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(integration);
        return await ChangeAsync(integration.Id, _ => integration, cancellationToken) is not null;
    }

    public async Task<Integration?> ChangeAsync(
        string id, Func<Integration, Integration> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(change);
        using var turn = await TakeTurnAsync(cancellationToken);
        if (await FindAsync(id, cancellationToken) is not { } present)
            return null;
        MustBeOwned(present.Integration);
        var errors = new List<IntegrationValidationError>();
        var changed = change(present.Integration) with { Id = id, Origin = present.Integration.Origin };
        var inherits = FixedIds.MayInherit(present.Integration, changed);
        if (compiler.Compile(changed, inherits ? present.State : null, errors) is not { } monitored)
            throw new IntegrationValidationException(errors);
        await (inherits ? ApplyAsync([monitored], cancellationToken) : ReplaceAsync([monitored], cancellationToken));
        return changed;
    }

    public async Task<bool> RemoveAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        using var turn = await TakeTurnAsync(cancellationToken);
        if (await FindAsync(id, cancellationToken) is not { } present)
            return false;
        // Of a source, but not watched: its source does not name it any more or names it wrongly, and nobody else would ever remove it.
        if (present.Integration.Origin != IntegrationOrigin.Source || registry.TryGet(id, out _))
            MustBeOwned(present.Integration);
        await ForgetAsync([id], cancellationToken);
        return true;
    }

    public async Task<bool> CredentialChangedAsync(string id, CancellationToken cancellationToken = default)
    {
        if (!registry.TryGet(id, out var present))
            return false;
        if (present.Integration.Enabled)
            await schedule.FollowAsync([id], cancellationToken);
        return true;
    }

    /// <summary>Applies a page of a source. Invalid entries are answered, not thrown: one bad row must not hide the others.</summary>
    public async Task<IReadOnlyList<(string Id, string Errors)>> ApplySourceAsync(
        IReadOnlyList<Integration> changed, IReadOnlyCollection<string> removedIds, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var unwatched = await UnwatchedAsync(changed, cancellationToken);
        var rejected = new List<(string, string)>();
        var accepted = new Dictionary<string, MonitoredIntegration>(StringComparer.Ordinal);
        var replaced = new Dictionary<string, MonitoredIntegration>(StringComparer.Ordinal);
        foreach (var integration in changed)
        {
            var errors = new List<IntegrationValidationError>();
            var known = registry.TryGet(integration.Id ?? "", out var present);
            var stored = known ? null : unwatched.GetValueOrDefault(integration.Id ?? "");
            var former = present?.Integration ?? stored?.Integration;
            if (former is { Origin: not IntegrationOrigin.Source })
                errors.Add(new("id", $"id '{integration.Id}' is taken by an integration of origin {former.Origin}."));
            var sourced = integration with { Origin = IntegrationOrigin.Source };
            var inherits = former is null || FixedIds.MayInherit(former, sourced);
            var state = present?.State ?? (stored is null ? null : new MonitoredState(stored.Snapshot));
            var monitored = compiler.Compile(sourced, inherits ? state : null, errors);
            if (monitored is null || errors.Count > 0)
                rejected.Add((integration.Id ?? "", string.Join(" ", errors.Select(error => error.Message))));
            else if (!known || !IntegrationComparer.AreEqual(present!.Integration, sourced))
                (inherits ? accepted : replaced)[monitored.Integration.Id] = monitored;
        }

        if (accepted.Count > 0)
            await ApplyAsync([.. accepted.Values], cancellationToken);
        if (replaced.Count > 0)
            await ReplaceAsync([.. replaced.Values], cancellationToken);
        string[] removed = [.. removedIds.Where(id => registry.TryGet(id, out var present) && present.Integration.Origin == IntegrationOrigin.Source)];
        if (removed.Length > 0)
            await ForgetAsync(removed, cancellationToken);
        return rejected;
    }

    /// <summary>Takes over from storage what other hosts made of these.</summary>
    /// <returns>Ids that storage does not hold: they are known no longer.</returns>
    public async Task<IReadOnlyList<string>> RefreshAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var gone = ids.ToHashSet(StringComparer.Ordinal);
        // Hosts of an older version name one twice.
        foreach (var chunk in gone.ToArray().Chunk(MostIdsAtOnce))
        {
            var known = VersionsOf(chunk.Select(id => registry.TryGet(id, out var monitored) ? monitored : null).OfType<MonitoredIntegration>());
            foreach (var stored in await reader.GetAsync(chunk, cancellationToken))
            {
                gone.Remove(stored.Integration.Id);
                TakeOver(stored, known);
            }
        }

        Unlearn(gone);
        return [.. gone];
    }

    /// <summary>Takes over everything from storage, when it is not known what was missed.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var known = VersionsOf(registry.All);
        var gone = known.Keys.ToHashSet(StringComparer.Ordinal);
        await foreach (var stored in store.ListAsync(cancellationToken))
        {
            gone.Remove(stored.Integration.Id);
            TakeOver(stored, known);
        }

        Unlearn(gone);
    }

    public void Dispose() => _changes.Dispose();

    /// <param name="stored">What was read.</param>
    /// <param name="known">Versions that were known before it was read: what this host has committed since is newer without anything being new.</param>
    private void TakeOver(StoredIntegration stored, Dictionary<string, long> known)
    {
        // A state older than the one known is that of a new integration under the same id, and so is that of another owner or provider.
        var state = registry.TryGet(stored.Integration.Id, out var present) && stored.Snapshot.Version >= known.GetValueOrDefault(stored.Integration.Id)
            && FixedIds.MayInherit(present.Integration, stored.Integration) ? present.State : null;
        if (state is not null && stored.Snapshot.Version > state.Snapshot.Version)
            state.Snapshot = stored.Snapshot;
        if (state is not null && IntegrationComparer.AreEqual(present!.Integration, stored.Integration))
            return;
        // What does not compile here, because this host is of another version or lacks the provider, is left to the others.
        if (compiler.Compile(stored.Integration, state ?? new MonitoredState(stored.Snapshot), []) is { } monitored)
            Know(monitored);
    }

    private static Dictionary<string, long> VersionsOf(IEnumerable<MonitoredIntegration> monitored) =>
        monitored.ToDictionary(one => one.Integration.Id, one => one.Snapshot.Version, StringComparer.Ordinal);

    /// <summary>Replaces a definition, and says so when another integration stands in its place now: its state does not go on.</summary>
    private void Know(MonitoredIntegration monitored)
    {
        var departs = registry.TryGet(monitored.Integration.Id, out var before) && !ReferenceEquals(before.State, monitored.State);
        registry.Set(monitored);
        if (departs)
            Departed?.Invoke([new(before!.Integration, before.Snapshot.Version)]);
    }

    private void Unlearn(IEnumerable<string> ids)
    {
        var departed = new List<IntegrationDeparture>();
        foreach (var id in ids)
        {
            if (registry.TryGet(id, out var before))
                departed.Add(new(before.Integration, before.Snapshot.Version));
            registry.Remove(id);
            waiters.Release(id);
        }

        if (departed.Count > 0)
            Departed?.Invoke(departed);
    }

    /// <summary>The definition with its state: as this host watches it, or as storage holds what this host does not watch.</summary>
    private async Task<(Integration Integration, MonitoredState State)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (registry.TryGet(id, out var monitored))
            return (monitored.Integration, monitored.State);
        return await StoredAsync(id, cancellationToken) is { } stored ? (stored.Integration, new MonitoredState(stored.Snapshot)) : null;
    }

    private async Task<StoredIntegration?> StoredAsync(string id, CancellationToken cancellationToken) =>
        IntegrationRules.IsId(id) ? (await reader.GetAsync([id], cancellationToken)).SingleOrDefault() : null;

    /// <summary>What storage holds under ids that this host does not watch.</summary>
    private async Task<Dictionary<string, StoredIntegration>> UnwatchedAsync(IReadOnlyList<Integration> named, CancellationToken cancellationToken)
    {
        string[] ids = [.. named.Select(integration => integration.Id).Where(id => IntegrationRules.IsId(id) && !registry.TryGet(id, out _)).Distinct(StringComparer.Ordinal)];
        var found = new Dictionary<string, StoredIntegration>(StringComparer.Ordinal);
        foreach (var chunk in ids.Chunk(MostIdsAtOnce))
        {
            foreach (var stored in await reader.GetAsync(chunk, cancellationToken))
                found[stored.Integration.Id] = stored;
        }

        return found;
    }

    private async Task ApplyAsync(IReadOnlyList<MonitoredIntegration> changed, CancellationToken cancellationToken)
    {
        registry.MarkChanging(changed.Select(monitored => monitored.Integration.Id));
        await store.UpsertAsync([.. changed.Select(monitored => monitored.Integration)], cancellationToken);
        await WatchAsync(changed);
    }

    /// <summary>Another owner or provider: what was seen of the former one is not for the eyes of this one.</summary>
    private async Task ReplaceAsync(IReadOnlyList<MonitoredIntegration> changed, CancellationToken cancellationToken)
    {
        registry.MarkChanging(changed.Select(monitored => monitored.Integration.Id));
        await store.ReplaceAsync([.. changed.Select(monitored => monitored.Integration)], cancellationToken);
        await WatchAsync(changed);
    }

    /// <summary>What is stored is done to the end: a caller who goes away must not leave it unknown or unscheduled.</summary>
    private async Task WatchAsync(IReadOnlyList<MonitoredIntegration> changed)
    {
        foreach (var monitored in changed)
        {
            // By the definition, not by the status: an earlier switch may still wait for its commit.
            var wasEnabled = registry.TryGet(monitored.Integration.Id, out var before) && ReferenceEquals(before.State, monitored.State)
                ? before.Integration.Enabled
                : monitored.Snapshot.Status != IntegrationStatus.Paused;
            Know(monitored);
            monitored.State.IsChanging = false;
            if (wasEnabled != monitored.Integration.Enabled)
                await writer.WriteAsync(PauseChange.For(monitored), CancellationToken.None);
        }

        string[] ids = [.. changed.Select(monitored => monitored.Integration.Id)];
        await schedule.FollowAsync(ids, CancellationToken.None);
        Changed?.Invoke(ids);
    }

    private async Task ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        registry.MarkChanging(ids);
        await store.DeleteAsync(ids, cancellationToken);
        Unlearn(ids);
        await schedule.FollowAsync(ids, CancellationToken.None);
        Changed?.Invoke(ids);
    }

    private static IntegrationValidationError Taken(string id) => new("id", $"id '{id}' is taken; each id must be unique.");

    private static void MustBeOwned(Integration integration)
    {
        if (integration.Origin != IntegrationOrigin.Runtime)
        {
            throw new IntegrationValidationException([new("origin",
                $"'{integration.Id}' comes from {integration.Origin}: change it there. Only integrations registered at run time can be changed here.")]);
        }
    }

    private async Task<Turn> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _changes.WaitAsync(cancellationToken);
        return new Turn(_changes);
    }

    private readonly struct Turn(SemaphoreSlim changes) : IDisposable
    {
        public void Dispose() => changes.Release();
    }
}
