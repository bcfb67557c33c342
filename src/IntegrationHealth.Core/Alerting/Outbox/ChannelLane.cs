using IntegrationHealth.Checks.Pacing;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>
/// One channel's own line: whatever the far end does, it holds up nobody else. Some notifications are under way at once; only one while the
/// last attempt failed; none while the channel is paused.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="backlog">What is known of the channel's part of the outbox.</param>
/// <param name="deliver">Tries one notification.</param>
/// <param name="roomAgain">Called when the line may be filled again.</param>
internal sealed class ChannelLane(TimeProvider time, Backlog backlog, Func<ChannelLane, ClaimedNotification, Task> deliver, Action roomAgain)
{
    /// <summary>Notifications under way at once.</summary>
    private const int MaxConcurrency = 16;

    /// <summary>
    /// For a line this long nothing more is claimed; one claim may overfill it. It is long enough to last while more is claimed, and short enough to
    /// get through within a lease.
    /// </summary>
    private const int Full = 400;

    /// <summary>
    /// A line this long keeps no more places. What is leased in its commit costs no claim: where the far end turns out to be slow, the end of the
    /// line is given back, a write for each, and claimed like anything else.
    /// </summary>
    private const int MostPlaces = 1_000;

    private readonly Lock _gate = new();
    private readonly Queue<ClaimedNotification> _line = new();
    private readonly List<Task> _workers = [];
    private readonly RateBudget _budget = new(time);
    private readonly FarEnd _farEnd = new(time);
    private Backlog _backlog = backlog;
    private DateTimeOffset _lastPutOff;
    private int _keptPlaces;
    private int _working;

    /// <summary>Until when nothing is sent; in the past when it is.</summary>
    public DateTimeOffset PausedUntil
    {
        get
        {
            lock (_gate)
                return _farEnd.PausedUntil;
        }
    }

    /// <summary>True when nothing waits in it for its turn.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _line.Count == 0;
        }
    }

    /// <summary>A claim is about to begin: true when it is to bring something for this line, too.</summary>
    public bool BeginClaim(DateTimeOffset now)
    {
        lock (_gate)
        {
            var isBusy = _line.Count + _keptPlaces >= Full || _farEnd.PausedUntil > now;
            _backlog = isBusy ? Backlog.Possible : _backlog.Asked();
            return !isBusy;
        }
    }

    /// <summary>A claim has ended.</summary>
    /// <param name="broughtAll">True when it brought all that it was asked for.</param>
    public void EndClaim(bool broughtAll)
    {
        lock (_gate)
            _backlog = _backlog.Answered(broughtAll);
    }

    /// <summary>True when it can be forgotten: it holds nothing and remembers nothing.</summary>
    public bool IsIdle(DateTimeOffset now)
    {
        lock (_gate)
        {
            return _line.Count == 0 && _keptPlaces == 0 && _working == 0 && !_farEnd.Fails && _farEnd.PausedUntil <= now && _lastPutOff <= now
                && _backlog == Backlog.None;
        }
    }

    public void Add(ClaimedNotification notification)
    {
        lock (_gate)
        {
            _line.Enqueue(notification);
            StartWorkers();
        }
    }

    /// <summary>
    /// Keeps a place for a notification that is not committed yet. False when the line is full, paused or failing, or when others of the
    /// channel wait in the outbox, unclaimed or put off: what is new must not push ahead of them for ever.
    /// </summary>
    public bool TryKeepPlace(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_backlog != Backlog.None || _lastPutOff > now || _farEnd.Fails || _farEnd.PausedUntil > now || _line.Count + _keptPlaces >= MostPlaces)
            {
                _backlog = Backlog.Possible;
                return false;
            }

            _keptPlaces++;
            return true;
        }
    }

    /// <summary>The notifications whose places were kept.</summary>
    public void FillPlaces(IReadOnlyList<ClaimedNotification> notifications)
    {
        lock (_gate)
        {
            _keptPlaces -= notifications.Count;
            foreach (var notification in notifications)
                _line.Enqueue(notification);
            StartWorkers();
        }
    }

    /// <summary>It does not come.</summary>
    public void FreePlace()
    {
        lock (_gate)
            _keptPlaces--;
    }

    /// <summary>When the next may be sent under the channel's rate; null when it may be sent now. Those put off get one time after another.</summary>
    public DateTimeOffset? PutOffUntil(int? perMinute)
    {
        lock (_gate)
        {
            var wait = _budget.Take(perMinute / 60.0);
            if (wait == TimeSpan.Zero)
                return null;
            var now = time.GetUtcNow();
            var next = _lastPutOff + TimeSpan.FromMinutes(1.0 / perMinute!.Value);
            return _lastPutOff = next > now + wait ? next : now + wait;
        }
    }

    /// <summary>Takes note of how an attempt ended.</summary>
    /// <param name="works">True when the far end was reached and took something, or refused this one notification alone.</param>
    /// <param name="retryAfter">What it asked to wait.</param>
    public void Report(bool works, TimeSpan? retryAfter)
    {
        lock (_gate)
            _farEnd.Report(works, retryAfter);
    }

    /// <summary>Sends nothing for a while.</summary>
    public void PauseFor(TimeSpan pause)
    {
        lock (_gate)
            _farEnd.PauseFor(pause);
    }

    /// <summary>Waits until nothing is under way.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
            return Task.WhenAll(_workers);
    }

    /// <summary>Under the lock. Whoever brings a notification, workers go on with those of others: nothing of a request stays with them.</summary>
    private void StartWorkers()
    {
        while (_working < Math.Min(_farEnd.Fails ? 1 : MaxConcurrency, _line.Count + _working) && _working < MaxConcurrency)
        {
            _working++;
            _workers.RemoveAll(worker => worker.IsCompleted);
            using (ExecutionContext.SuppressFlow())
                _workers.Add(Task.Run(WorkAsync));
        }
    }

    private async Task WorkAsync()
    {
        while (Next() is { } notification)
            await deliver(this, notification);
    }

    private ClaimedNotification? Next()
    {
        ClaimedNotification? next;
        bool hasRoom;
        lock (_gate)
        {
            var tooMany = _working > 1 && _farEnd.Fails && _farEnd.PausedUntil <= time.GetUtcNow();
            if (tooMany || !_line.TryDequeue(out next))
            {
                _working--;
                return null;
            }

            hasRoom = _line.Count == Full - 1;
            // After a failure one worker was left; it is joined by others as soon as the far end takes something again.
            StartWorkers();
        }

        if (hasRoom)
            roomAgain();
        return next;
    }
}
