using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntegrationHealth.Catalog;
using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Checks.Pacing;

/// <summary>
/// What a vendor asked one integration to wait, all wait that share the limit: the same provider, host and credential, or as widely as the
/// error map says. Whoever comes meanwhile is not asked at all, and nothing is said of its health. Safe for concurrent use; costs nothing
/// while nobody has to wait.
/// </summary>
internal sealed class SharedPauses(TimeProvider time)
{
    /// <summary>Beyond these the own wait of each integration has to do.</summary>
    private const int Most = 50_000;

    /// <summary>The integration that was told to wait comes back this much early by its own reckoning: it is let through.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Those who waited together do not come back together.</summary>
    private static readonly TimeSpan LongestSpread = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<PauseKey, DateTimeOffset> _until = [];
    private DateTimeOffset _forgetAt;
    private int _count;

    /// <summary>Raised for each pause that this host was told of; must not block.</summary>
    public event Action<Pause>? Noted;

    /// <summary>The result for an integration that has to wait; null when it may ask.</summary>
    public CheckResult? Withhold(MonitoredIntegration monitored, Credential? credential)
    {
        if (Volatile.Read(ref _count) == 0 || Until(Keys(monitored, credential)) is not { } until)
            return null;
        var left = until - time.GetUtcNow();
        if (left <= Grace)
            return null;
        var spread = left / 5 < LongestSpread ? left / 5 : LongestSpread;
        var name = monitored.Provider.Definition.DisplayName;
        var at = until.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);
        return CheckResult.Inconclusive(CheckFailure.Of(
            FailureKind.RateLimited,
            $"{name} asked for a pause until {at} UTC, which this connection shares with others; it was not checked meanwhile.",
            Confidence.High)) with
        {
            RetryAfter = left + (spread * (DueTimeSpreader.StableHash(monitored.Integration.Id) % 1_000 / 1_000d)),
            Latency = TimeSpan.Zero,
        };
    }

    /// <summary>Takes in what a check was told.</summary>
    public void Note(MonitoredIntegration monitored, Credential? credential, CheckResult result)
    {
        if (result is { RetryAfter: { } wait } && wait > Grace && result.Outcome != CheckOutcome.Inconclusive
            && Key(result.RetryAfterScope, monitored, credential) is { } key)
            Note(key, wait);
    }

    /// <summary>Takes in a wait that this host was told of.</summary>
    public void Note(PauseKey key, TimeSpan wait)
    {
        var pause = new Pause(key, time.GetUtcNow() + (wait > Longest ? Longest : wait));
        if (TakeIn(pause))
            Noted?.Invoke(pause);
    }

    /// <summary>Takes in a pause, also another host's; false when as long a one is known already.</summary>
    public bool TakeIn(Pause pause)
    {
        var now = time.GetUtcNow();
        var until = pause.Until - now > Longest ? now + Longest : pause.Until;
        lock (_lock)
        {
            if (until <= now || (_until.TryGetValue(pause.Key, out var known) ? known >= until : _until.Count >= Most && !Forget(now)))
                return false;
            _until[pause.Key] = until;
            Volatile.Write(ref _count, _until.Count);
            return true;
        }
    }

    /// <summary>The pauses in force.</summary>
    public IReadOnlyList<Pause> List()
    {
        var now = time.GetUtcNow();
        lock (_lock)
            return [.. _until.Where(pair => pair.Value > now).Select(pair => new Pause(pair.Key, pair.Value))];
    }

    /// <summary>What is left of a wait; null when it is over.</summary>
    public TimeSpan? Left(PauseKey key) =>
        Volatile.Read(ref _count) > 0 && Until([key]) is { } until && until - time.GetUtcNow() is var left && left > Grace ? left : null;

    private DateTimeOffset? Until(IEnumerable<PauseKey> keys)
    {
        DateTimeOffset? latest = null;
        lock (_lock)
        {
            foreach (var key in keys)
            {
                if (!_until.TryGetValue(key, out var until))
                    continue;
                if (until <= time.GetUtcNow())
                    _until.Remove(key);
                else if (latest is null || until > latest)
                    latest = until;
            }

            Volatile.Write(ref _count, _until.Count);
        }

        return latest;
    }

    /// <summary>Lets go of those that are over, at most once a minute; true when there is room again.</summary>
    private bool Forget(DateTimeOffset now)
    {
        if (now < _forgetAt)
            return false;
        _forgetAt = now + TimeSpan.FromMinutes(1);
        foreach (var (key, until) in _until)
        {
            if (until <= now)
                _until.Remove(key);
        }

        return _until.Count < Most;
    }

    private static IEnumerable<PauseKey> Keys(MonitoredIntegration monitored, Credential? credential) =>
        ((LimitScope[])[LimitScope.Credential, LimitScope.Client, LimitScope.Host])
            .Select(scope => Key(scope, monitored, credential)).OfType<PauseKey>();

    /// <summary>Null where nothing is shared: an address of an integration's own whose far end is not known.</summary>
    private static PauseKey? Key(LimitScope scope, MonitoredIntegration monitored, Credential? credential)
    {
        var definition = monitored.Provider.Definition;
        var host = monitored.FarEnd;
        if (host is null && !definition.SharesOneVendor)
            return null;
        // Who types addresses must not make others wait by what their own server answers.
        if (!definition.SharesOneVendor && (scope != LimitScope.Credential || credential is null))
            return Of(PauseKind.Owner, monitored.Integration.OwnerId);
        return scope switch
        {
            LimitScope.Host => Of(PauseKind.Host, null),
            LimitScope.Client => Of(PauseKind.Client, credential?.ClientId),
            _ when credential is { AccessToken.Length: > 0 } => Of(PauseKind.Credential, Fingerprint(credential.AccessToken)),
            _ => null,
        };

        PauseKey Of(PauseKind kind, string? value) => new(definition.Name, host ?? "", kind, value ?? "");
    }

    /// <summary>Tells tokens apart without keeping any.</summary>
    private static string Fingerprint(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, 16));
}
