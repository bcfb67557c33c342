using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>Takes one claimed notification to its end: sent, put off, given up, or given back untried.</summary>
internal sealed class DeliveryRunner(
    ChannelDirectory channels, ChannelSupervisor supervisor, GivenUpNotices givenUp, DeliveryWriter writer, DeliveryMetrics metrics, TimeProvider time,
    Jitter jitter, ILogger<DeliveryRunner> logger)
{
    /// <summary>Longest time of one attempt, whatever the channel.</summary>
    public static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Time a channel has to end after its token was cancelled.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Time from the end of an attempt to its record.</summary>
    private static readonly TimeSpan RecordTime = TimeSpan.FromSeconds(10);

    /// <summary>Longest time from the beginning of an attempt to its record: no lease may end sooner.</summary>
    public static readonly TimeSpan AttemptTime = SendTimeout + Grace + RecordTime;

    /// <summary>Longest word of what an attempt got done, in characters.</summary>
    private const int LongestProgress = 32_768;

    /// <summary>
    /// How long a notification waits for a channel that no host knows: about as long as one is tried whose far end fails. Until then newer code may bring it,
    /// or whoever can read it.
    /// </summary>
    public static readonly TimeSpan UnknownFor = TimeSpan.FromDays(1);

    private static readonly TimeSpan WhileOff = TimeSpan.FromMinutes(1);

    private readonly RecurringFaults _unknown = new(time);
    private volatile bool _stopping;

    /// <summary>What has not begun is given back from now on.</summary>
    public void Stop() => _stopping = true;

    /// <summary>Never throws.</summary>
    public async Task RunAsync(ChannelLane lane, ClaimedNotification claimed)
    {
        try
        {
            writer.Add(lane, await DecideAsync(lane, claimed));
        }
        catch (Exception exception)
        {
            // The host's own code threw where a channel is looked up: the notification waits like after any failure.
            Log.DeliveryFailed(logger, claimed.Notification.Id, claimed.Notification.ChannelId, exception);
            lane.Report(works: false, null);
            writer.Add(lane, await FailedAsync(claimed, DeliveryOutcome.Retry($"{exception.GetType().Name} while the channel was looked up.")));
        }
    }

    private async Task<DeliveryCompletion> DecideAsync(ChannelLane lane, ClaimedNotification claimed)
    {
        var now = time.GetUtcNow();
        if (_stopping || claimed.LeaseUntil - now < AttemptTime)
            return GivenBack(claimed, now);
        var id = claimed.Notification.ChannelId;
        if (!await IsKnownAsync(lane, id, now))
            return await WithoutChannelAsync(lane, claimed, now);
        if (lane.PausedUntil is var until && until > now)
            return GivenBack(claimed, until);
        if (await channels.FindAsync(id, CancellationToken.None) is not { } channel)
        {
            metrics.Attempted(DeliveryMetrics.NoChannel, NotificationState.Dead, TimeSpan.Zero);
            return GivenUp(claimed, "There is no such channel any more.");
        }

        if (!channel.Enabled || supervisor.IsOff(channel) || channels.TypeOf(channel) is not { } type)
        {
            lane.PauseFor(WhileOff);
            return GivenBack(claimed, now + WhileOff);
        }

        if (lane.PutOffUntil(channel.MaxPerMinute ?? type.DefaultMaxPerMinute) is { } later)
            return GivenBack(claimed, later);

        var started = time.GetTimestamp();
        var outcome = await SendAsync(type, channel, claimed);
        var duration = time.GetElapsedTime(started);
        lane.Report(outcome.Status is DeliveryStatus.Delivered or DeliveryStatus.Rejected, outcome.RetryAfter);
        await supervisor.ReportAsync(id, channel, outcome);
        var completion = outcome.Status switch
        {
            DeliveryStatus.Delivered => Completion(claimed, NotificationState.Delivered, default, outcome.Detail, AlertEventKind.Notified),
            DeliveryStatus.Retry => await FailedAsync(claimed, outcome),
            // That it was switched off is told already.
            DeliveryStatus.Gone when !OwnerChannels.IsOwners(id) => GivenUp(claimed, outcome.Detail),
            _ => await GivenUpAsync(claimed, outcome.Detail),
        };
        metrics.Attempted(type.Type, completion.State, duration);
        return completion.State == NotificationState.Delivered
            ? completion
            : completion with { Changed = WithProgress(claimed.Notification, outcome.Progress) };
    }

    /// <summary>What was made a moment ago is read at once. Whether an owner has a channel is asked for when something is sent.</summary>
    private async Task<bool> IsKnownAsync(ChannelLane lane, string channelId, DateTimeOffset now)
    {
        if (OwnerChannels.IsOwners(channelId) || channels.Knows(channelId))
            return true;
        if (lane.PausedUntil > now)
            return false;
        await channels.RefreshAsync(CancellationToken.None);
        return channels.Knows(channelId);
    }

    /// <summary>
    /// Not known here is not gone: another host may have newer code or configuration, or be able to read what this one cannot. It is due at once for the
    /// others, and this host leaves the channel alone for a while.
    /// </summary>
    private async Task<DeliveryCompletion> WithoutChannelAsync(ChannelLane lane, ClaimedNotification claimed, DateTimeOffset now)
    {
        var id = claimed.Notification.ChannelId;
        if (now - claimed.Notification.Message.Timestamp < UnknownFor)
        {
            if (_unknown.IsNews(id))
                Log.ChannelUnknown(logger, id, UnknownFor);
            lane.PauseFor(WhileOff);
            return GivenBack(claimed, now);
        }

        metrics.Attempted(DeliveryMetrics.NoChannel, NotificationState.Dead, TimeSpan.Zero);
        return await GivenUpAsync(claimed, $"There is no channel '{id}': no host has known it for {UnknownFor.TotalHours:0} hours. Make it anew, and replay the notification.");
    }

    private async Task<DeliveryOutcome> SendAsync(INotificationChannel type, NotificationChannel channel, ClaimedNotification claimed)
    {
        if (ChannelDirectory.Obstacle(channel) is { } obstacle)
            return obstacle;
        using var limit = new CancellationTokenSource(SendTimeout, time);
        try
        {
            return await type.SendAsync(claimed.Notification.Message, channel, limit.Token).WaitAsync(SendTimeout + Grace, time);
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException)
        {
            return DeliveryOutcome.Retry($"No end within {SendTimeout.TotalSeconds:0} s; the far end may have the message all the same.");
        }
        catch (Exception exception)
        {
            Log.ChannelThrew(logger, channel.Type, claimed.Notification.Id, exception);
            return DeliveryOutcome.Retry($"{exception.GetType().Name} in the code of the channel type '{channel.Type}'.");
        }
    }

    private async Task<DeliveryCompletion> FailedAsync(ClaimedNotification claimed, DeliveryOutcome outcome)
    {
        if (claimed.Attempt >= RetrySchedule.MaxAttempts)
            return await GivenUpAsync(claimed, outcome.Detail);
        var dueAt = time.GetUtcNow() + RetrySchedule.Delay(claimed.Attempt, outcome.RetryAfter, jitter.Next());
        // A timeline that lists every attempt of a day hides everything else: the 1st, 2nd, 4th, 8th … are told.
        var told = int.IsPow2(claimed.Attempt) ? AlertEventKind.NotificationFailed : (AlertEventKind?)null;
        return Completion(claimed, NotificationState.Due, dueAt, outcome.Detail, told);
    }

    /// <summary>Told elsewhere before it is written down: whoever waits for it hears nothing on its own channel.</summary>
    private async Task<DeliveryCompletion> GivenUpAsync(ClaimedNotification claimed, string detail)
    {
        await givenUp.TellAsync(claimed.Notification, detail);
        return GivenUp(claimed, detail);
    }

    private DeliveryCompletion GivenUp(ClaimedNotification claimed, string detail)
    {
        Log.GivenUp(logger, claimed.Notification.Id, claimed.Notification.ChannelId, claimed.Attempt, detail);
        return Completion(claimed, NotificationState.Dead, default, detail, AlertEventKind.NotificationGivenUp);
    }

    /// <summary>Null where nothing is to be kept: what the channel said is too long, or what is stored says it already.</summary>
    private static Notification? WithProgress(Notification notification, string? progress) =>
        progress is { Length: > 0 and <= LongestProgress } && progress != notification.Message.Progress
            ? notification with { Message = notification.Message with { Progress = progress } }
            : null;

    private static DeliveryCompletion GivenBack(ClaimedNotification claimed, DateTimeOffset dueAt) =>
        new(claimed.Notification.Id, claimed.Fence, NotificationState.Due, dueAt, "", CountsAsAttempt: false, []);

    private DeliveryCompletion Completion(
        ClaimedNotification claimed, NotificationState state, DateTimeOffset dueAt, string detail, AlertEventKind? told)
    {
        detail = Channels.Content.NotificationText.Shorten(detail, 500);
        var now = time.GetUtcNow();
        return new DeliveryCompletion(claimed.Notification.Id, claimed.Fence, state, dueAt, detail, CountsAsAttempt: true, told is not { } kind
            ? []
            : [.. claimed.Notification.Message.Alerts.Select(item => new AlertEvent(item.Alert.Id, now, kind, claimed.Notification.ChannelId, detail))]);
    }
}
