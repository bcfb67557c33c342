using IntegrationHealth.Auditing;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.Auditing;

/// <summary>Reads the audit log; a database's own class writes it.</summary>
internal abstract class EfAuditLog(IStoreDialect dialect) : IAuditLog
{
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = dialect.CreateContext();
        var rows = await Filter(context.Audit.AsNoTracking(), query)
            .OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Take(query.Limit).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new AuditEntry
        {
            Id = row.Id,
            At = row.At,
            Actor = row.Actor,
            Action = row.Action,
            SubjectId = row.SubjectId,
            Changes = StorageJson.ReadChanges(row.Changes),
        });
    }

    public abstract Task AddAsync(AuditEntry entry, CancellationToken cancellationToken);

    public abstract Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);

    private static IQueryable<AuditRow> Filter(IQueryable<AuditRow> entries, AuditQuery query)
    {
        if (query.Actor is { } actor)
            entries = entries.Where(entry => entry.Actor == actor);
        if (query.SubjectId is { } subject)
            entries = entries.Where(entry => entry.SubjectId == subject);
        if (query.Action is { } action)
        {
            // Not StartsWith: it becomes LIKE, which ignores case in SQLite.
            entries = action.EndsWith('.')
                ? entries.Where(entry => entry.Action.Substring(0, action.Length) == action)
                : entries.Where(entry => entry.Action == action);
        }

        if (query.From is { } from)
            entries = entries.Where(entry => entry.At >= from);
        if (query.To is { } to)
            entries = entries.Where(entry => entry.At < to);
        if (query.After is not { } after)
            return entries;

        var (at, id) = after;
        // The first bound stands apart, though the rest implies it: by it the database finds its place in the index.
        return entries.Where(entry => entry.At <= at && (entry.At < at || string.Compare(entry.Id, id) < 0));
    }
}
