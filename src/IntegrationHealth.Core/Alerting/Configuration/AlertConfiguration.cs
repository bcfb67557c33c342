using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Silencing;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Configuration;

/// <summary>Rules, channels, silences, windows and policies: those fixed in code and configuration, with those that people made.</summary>
internal sealed class AlertConfiguration(
    IAlertConfigurationStore store, FixedAlerting fixedAlerting, ISecretProtector secrets, ProviderActivity activity, AlertingSignal signal,
    IEnumerable<IOwnerNotificationChannels> owners, ILogger<AlertConfiguration> logger) : IDisposable
{
    private const string DefaultRulesMade = "default-rules";

    private volatile IReadOnlyList<StoredNotice> _notices = [];
    private volatile IReadOnlyDictionary<string, ChannelHealth> _channelHealth = new Dictionary<string, ChannelHealth>();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private FixedDefinitions _fixed = new([], [], []);
    private long _revision = -1;
    private volatile ConfiguredAlerting _current = ConfiguredAlerting.Empty;

    /// <summary>The documents from which <see cref="_current"/> was made.</summary>
    private HashSet<ConfigurationDocument>? _definitions;

    /// <summary>What is configured. Another one only when something of it changed: whoever acts upon edits goes by that.</summary>
    public ConfiguredAlerting Current => _current;

    /// <summary>Documents that this host cannot read, and that have no effect here.</summary>
    public IReadOnlyList<UnreadableDocument> Unreadable => _current.Unreadable;

    /// <summary>Notices about the machinery that were told and are not over.</summary>
    public IReadOnlyList<StoredNotice> Notices => _notices;

    /// <summary>Channels that fail, and those fixed in code or configuration that were switched off.</summary>
    public IReadOnlyDictionary<string, ChannelHealth> ChannelHealth => _channelHealth;

    /// <summary>True where a document, or a channel's secret among its settings, could not be read.</summary>
    private bool HasUnread => _current.Unreadable.Count > 0 || _current.Channels.Values.Any(channel => channel.Value.SecretIsLost);

    /// <summary>Reads everything; on the very first start of an installation it makes the default rules.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        _fixed = fixedAlerting.Read();
        var documents = await store.ListAsync(cancellationToken);
        if (!documents.Any(document => document is { Kind: ConfigurationKind.Installation, Id: DefaultRulesMade }))
            await MakeDefaultRulesAsync(cancellationToken);
        await RefreshAsync(cancellationToken);
    }

    /// <summary>Takes over what other hosts changed; reads nothing but a number when there is nothing new.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var revision = await store.GetRevisionAsync(cancellationToken);
        if (revision == _revision)
            return;
        using var turn = await TakeTurnAsync(cancellationToken);
        revision = await store.GetRevisionAsync(cancellationToken);
        var documents = await store.ListAsync(cancellationToken);
        _notices = [.. documents.Select(StoredNotice.Read).OfType<StoredNotice>()];
        _channelHealth = Channels.ChannelHealth.ReadAll(documents);
        var definitions = documents.Where(document => document.Kind != ConfigurationKind.Installation).ToHashSet();
        // What is remembered of the installation, such as a channel that fails, changes often and is no edit. What could not be read may be by now: keys come back.
        if (_definitions?.SetEquals(definitions) == true && !HasUnread)
        {
            _revision = revision;
            return;
        }

        var read = Read(definitions);
        activity.Watch(read.AllRules.Values.SelectMany(rule => rule.Value.Conditions).OfType<ProviderErrorRateCondition>().Select(rate => rate.Window));
        (_current, _definitions, _revision) = (read, definitions, revision);
        foreach (var (id, channel) in read.Channels)
        {
            if (channel.Value.SecretIsLost || (channel.ProtectedSecret is { } secret && secrets.Unprotect(secret) is null))
                Log.SecretUnreadable(logger, id);
        }

        signal.Raise();
    }

    private ConfiguredAlerting Read(IReadOnlyCollection<ConfigurationDocument> documents)
    {
        var unreadable = new List<UnreadableDocument>();
        return new ConfiguredAlerting(
            [.. Read(documents, ConfigurationKind.Rule, StoredAlertingJson.Default.AlertRule, unreadable, Used<AlertRule>(StoredDefinitions.Check)),
                .. _fixed.Rules.Select(rule => new Configured<AlertRule>(rule))],
            [.. Read(documents, ConfigurationKind.Channel, StoredAlertingJson.Default.NotificationChannel, unreadable, InClear),
                .. _fixed.Channels.Select(channel => new Configured<NotificationChannel>(channel))],
            Read(documents, ConfigurationKind.Silence, StoredAlertingJson.Default.Silence, unreadable, Used<Silence>(StoredDefinitions.Check)),
            Read(documents, ConfigurationKind.MaintenanceWindow, StoredAlertingJson.Default.MaintenanceWindow, unreadable, Used<MaintenanceWindow>(StoredDefinitions.Check)),
            [.. Read(documents, ConfigurationKind.EscalationPolicy, StoredAlertingJson.Default.EscalationPolicy, unreadable, Used<EscalationPolicy>(StoredDefinitions.Check)),
                .. _fixed.Policies.Select(policy => new Configured<EscalationPolicy>(policy))])
        {
            TellsOwners = owners.Any(),
            Unreadable = unreadable,
        };
    }

    /// <summary>Stores something that a person made or changed.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="id">Its id.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="version">The version that it replaces; 0 for a new one.</param>
    /// <param name="protectedSecret">Its secret, protected.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>False when somebody else was quicker.</returns>
    public async Task<bool> SaveAsync<T>(
        ConfigurationKind kind, string id, T value, JsonTypeInfo<T> type, long version, string? protectedSecret, CancellationToken cancellationToken)
    {
        var json = value is NotificationChannel channel
            ? JsonSerializer.Serialize(channel with { Settings = ProtectedSettings.Protect(channel.Settings, secrets) }, StoredAlertingJson.Default.NotificationChannel)
            : JsonSerializer.Serialize(value, type);
        var saved = await store.PutAsync(new ConfigurationDocument(kind, id, json, protectedSecret, version), cancellationToken);
        await RefreshAsync(CancellationToken.None);
        return saved;
    }

    public async Task<bool> DeleteAsync(ConfigurationKind kind, string id, CancellationToken cancellationToken)
    {
        var deleted = await store.DeleteAsync(kind, id, cancellationToken);
        await RefreshAsync(CancellationToken.None);
        return deleted;
    }

    /// <summary>A channel with its secret in clear, for sending; null when there is none of that id.</summary>
    public NotificationChannel? FindChannel(string id)
    {
        if (!Current.Channels.TryGetValue(id, out var configured))
            return null;
        if (configured.ProtectedSecret is not { } kept)
            return configured.Value;
        var secret = secrets.Unprotect(kept);
        return configured.Value with { Secret = secret, SecretIsLost = configured.Value.SecretIsLost || secret is null };
    }

    private Configured<NotificationChannel> InClear(Configured<NotificationChannel> stored)
    {
        StoredDefinitions.Check(stored.Value);
        var settings = ProtectedSettings.Unprotect(stored.Value.Settings, secrets, out var isLost);
        return stored with { Value = stored.Value with { Settings = settings, SecretIsLost = isLost } };
    }

    public void Dispose() => _reading.Dispose();

    private async Task<Turn> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        return new Turn(_reading);
    }

    private async Task MakeDefaultRulesAsync(CancellationToken cancellationToken)
    {
        // Several hosts may start at once: a rule that is there already is not made again, and none is made after the mark.
        foreach (var rule in DefaultRules.All)
        {
            await store.PutAsync(new ConfigurationDocument(
                ConfigurationKind.Rule, rule.Id, JsonSerializer.Serialize(rule, StoredAlertingJson.Default.AlertRule), null, 0), cancellationToken);
        }

        await store.PutAsync(new ConfigurationDocument(ConfigurationKind.Installation, DefaultRulesMade, "{}", null, 0), cancellationToken);
    }

    private List<Configured<T>> Read<T>(
        IReadOnlyCollection<ConfigurationDocument> documents, ConfigurationKind kind, JsonTypeInfo<T> type, List<UnreadableDocument> unreadable,
        Func<Configured<T>, Configured<T>> use)
        where T : class
    {
        var found = new List<Configured<T>>();
        foreach (var document in documents.Where(document => document.Kind == kind))
        {
            try
            {
                var value = JsonSerializer.Deserialize(document.Json, type) ?? throw new FormatException("It is null.");
                found.Add(use(new Configured<T>(value, document.Version, document.Secret)));
            }
            catch (Exception exception)
            {
                // Written by a newer version, most likely, or for a time zone that this host lacks. Whatever a document does to its reader, the others are
                // used; this one is not touched.
                Log.DocumentIgnored(logger, kind, document.Id, exception);
                unreadable.Add(new UnreadableDocument(kind, document.Id, exception.Message, document.Version, document.Secret));
            }
        }

        return found;
    }

    private static Func<Configured<T>, Configured<T>> Used<T>(Action<T> check) => stored =>
    {
        check(stored.Value);
        return stored;
    };

    private readonly struct Turn(SemaphoreSlim reading) : IDisposable
    {
        public void Dispose() => reading.Release();
    }
}
