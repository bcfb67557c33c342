namespace IntegrationHealth.Alerting.Outbox;

/// <summary>What a host knows of the notifications of a channel that are due and that nobody has claimed.</summary>
internal enum Backlog
{
    /// <summary>There may be some.</summary>
    Possible,

    /// <summary>A claim is under way that brings all there are, or as many as it may.</summary>
    AskedFor,

    /// <summary>There were none when they were last claimed, and all that this host committed since was leased to it.</summary>
    None,
}

internal static class BacklogSteps
{
    /// <summary>A claim begins.</summary>
    public static Backlog Asked(this Backlog backlog) => backlog == Backlog.Possible ? Backlog.AskedFor : backlog;

    /// <summary>A claim has ended. What was put in while it was under way may not have come with it.</summary>
    public static Backlog Answered(this Backlog backlog, bool broughtAll) => (backlog, broughtAll) switch
    {
        (_, false) => Backlog.Possible,
        (Backlog.AskedFor, true) => Backlog.None,
        _ => backlog,
    };
}
