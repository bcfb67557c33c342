using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>Tells operators of the machinery itself, and of the end of what they were told: an incident that hangs on a notice must not stay open.</summary>
internal sealed class OperationalNotices(IAlertConfigurationStore store, AlertCommitter alerts)
{
    /// <summary>Tries of one change, as several hosts may notice the same at once.</summary>
    private const int Tries = 5;

    /// <summary>What this host is called in storage: the same after a restart.</summary>
    public static string Host { get; } = Environment.MachineName;

    /// <summary>Puts a notice into the outbox, once within its time.</summary>
    public async Task TellAsync(OperationalNotice notice, IReadOnlyList<string> channelIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (channelIds.Count == 0)
            return;
        // First what is to be ended one day: an end without a beginning changes nothing, and a beginning without an end would stay.
        await ChangeAsync(notice.RuleId, notice.Id, present => new StoredNotice(
            notice, Union(present?.ChannelIds, channelIds), now, Union(present?.Hosts, [Host])), cancellationToken);
        await alerts.CommitAsync(new AlertCommit { Notifications = [.. channelIds.Select(channelId => notice.For(channelId, now))] }, cancellationToken);
    }

    /// <summary>This host does not notice it any more: when it was the last that did, it is over.</summary>
    public async Task LeaveAsync(string ruleId, string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var left = await ChangeAsync(ruleId, id, present => present is null
            ? null
            : present with { Hosts = [.. present.Hosts.Where(host => host != Host)] }, cancellationToken);
        if (left is { Hosts.Count: 0 })
            await EndAsync(left, now, cancellationToken);
    }

    /// <summary>It is over, whoever noticed it.</summary>
    public async Task EndAsync(StoredNotice notice, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Hosts that end it at once make the same notifications.
        await alerts.CommitAsync(
            new AlertCommit { Notifications = [.. notice.ChannelIds.Select(channelId => notice.Notice.OverFor(channelId, notice.At, now))] }, cancellationToken);
        await store.DeleteAsync(ConfigurationKind.Installation, StoredNotice.DocumentId(notice.Notice.RuleId, notice.Notice.Id), cancellationToken);
    }

    /// <summary>The notice as it is now stored; null when there is none.</summary>
    /// <exception cref="InvalidOperationException">Other hosts were first at every try.</exception>
    private async Task<StoredNotice?> ChangeAsync(
        string ruleId, string id, Func<StoredNotice?, StoredNotice?> change, CancellationToken cancellationToken)
    {
        var documentId = StoredNotice.DocumentId(ruleId, id);
        for (var tried = 1; ; tried++)
        {
            var documents = await store.ListAsync(cancellationToken);
            var document = documents.FirstOrDefault(document => document.Kind == ConfigurationKind.Installation && document.Id == documentId);
            if (change(document is null ? null : StoredNotice.Read(document)) is not { } changed)
                return null;
            if (await store.PutAsync(changed.ToDocument(document?.Version ?? 0), cancellationToken))
                return changed;
            // Told all the same it would never end: whoever asked tries again with its next look.
            if (tried == Tries)
                throw new InvalidOperationException($"The notice '{documentId}' could not be stored: other hosts changed it {Tries} times at the same moment.");
        }
    }

    private static IReadOnlyList<string> Union(IReadOnlyList<string>? some, IReadOnlyList<string> more) =>
        [.. (some ?? []).Union(more, StringComparer.Ordinal)];
}
