using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Silencing;

namespace IntegrationHealth.Alerting.Configuration;

/// <summary>
/// Whether what was read from storage can be used on this host: it was judged when it was saved, but maybe by a host with other time zones, by another
/// version, or by nobody. Each throws what its use would throw; then the one definition is set aside, and all others hold. Pure.
/// </summary>
internal static class StoredDefinitions
{
    /// <exception cref="Exception">It cannot be used; says why.</exception>
    public static void Check(AlertRule rule)
    {
        Require(rule.Id, "id");
        Require(rule.Name, "name");
        Require(rule.Scope, "scope");
        RequireAll(rule.Scope.Providers, "scope.providers");
        RequireAll(rule.Scope.OwnerIds, "scope.ownerIds");
        RequireAll(rule.Scope.Tags, "scope.tags");
        RequireAll(rule.Scope.IntegrationIds, "scope.integrationIds");
        RequireAll(rule.Conditions, "conditions");
        RequireAll(rule.ChannelIds, "channelIds");
        Require(rule.GroupBy, "groupBy");
        _ = new CompiledRule(rule);
    }

    /// <summary>Quiet hours and digests in a zone, or by a cron, that is not known here do not hold a channel up: it is told all the same.</summary>
    /// <exception cref="Exception">It cannot be used; says why.</exception>
    public static void Check(NotificationChannel channel)
    {
        Require(channel.Id, "id");
        Require(channel.Name, "name");
        Require(channel.Type, "type");
        Require(channel.Templates, "templates");
    }

    /// <exception cref="Exception">It cannot be used; says why.</exception>
    public static void Check(Silence silence)
    {
        Require(silence.Id, "id");
        RequireAll(silence.Matchers, "matchers");
        _ = new CompiledMatchers(silence.Matchers);
    }

    /// <summary>A window that is switched off needs neither its zone nor its cron.</summary>
    /// <exception cref="Exception">It cannot be used; says why.</exception>
    public static void Check(MaintenanceWindow window)
    {
        Require(window.Id, "id");
        RequireAll(window.Matchers, "matchers");
        if (window.Enabled)
            _ = new MaintenanceSchedule(window);
    }

    /// <exception cref="Exception">It cannot be used; says why.</exception>
    public static void Check(EscalationPolicy policy)
    {
        Require(policy.Id, "id");
        RequireAll(policy.Steps, "steps");
        foreach (var step in policy.Steps)
            RequireAll(step.ChannelIds, "steps.channelIds");
    }

    private static void Require(object? value, string name)
    {
        if (value is null)
            throw new FormatException($"{name} is null.");
    }

    private static void RequireAll<T>(IReadOnlyList<T?>? values, string name)
        where T : class
    {
        Require(values, name);
        if (values!.Any(value => value is null))
            throw new FormatException($"{name} holds null.");
    }
}
