using IntegrationHealth.Auditing;

namespace IntegrationHealth.InMemory;

/// <summary>Keeps the newest entries; what is older is forgotten, so that memory stays bounded.</summary>
internal sealed class InMemoryAuditLog : IAuditLog
{
    private const int MaxEntries = 10_000;

    private readonly Lock _gate = new();
    private readonly LinkedList<AuditEntry> _newestFirst = new();

    public Task AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_gate)
        {
            // Two requests may arrive here in another order than they took their times.
            var newer = _newestFirst.First;
            while (newer is not null && Compare(newer.Value.At, newer.Value.Id, entry.At, entry.Id) > 0)
                newer = newer.Next;
            if (newer is null)
                _newestFirst.AddLast(entry);
            else
                _newestFirst.AddBefore(newer, entry);
            if (_newestFirst.Count > MaxEntries)
                _newestFirst.RemoveLast();
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_gate)
            return Task.FromResult<IReadOnlyList<AuditEntry>>([.. _newestFirst.Where(entry => Matches(entry, query)).Take(query.Limit)]);
    }

    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0;
        lock (_gate)
        {
            for (; _newestFirst.Last is { } oldest && oldest.Value.At < before; removed++)
                _newestFirst.RemoveLast();
        }

        return Task.FromResult(removed);
    }

    private static bool Matches(AuditEntry entry, AuditQuery query) =>
        (query.Actor is null || entry.Actor == query.Actor)
        && (query.Action is null || entry.Action == query.Action
            || (query.Action.EndsWith('.') && entry.Action.StartsWith(query.Action, StringComparison.Ordinal)))
        && (query.SubjectId is null || entry.SubjectId == query.SubjectId)
        && (query.From is null || entry.At >= query.From)
        && (query.To is null || entry.At < query.To)
        && (query.After is not { } after || Compare(entry.At, entry.Id, after.At, after.Id) < 0);

    private static int Compare(DateTimeOffset at, string id, DateTimeOffset otherAt, string otherId) =>
        at.CompareTo(otherAt) is var order and not 0 ? order : string.CompareOrdinal(id, otherId);
}
