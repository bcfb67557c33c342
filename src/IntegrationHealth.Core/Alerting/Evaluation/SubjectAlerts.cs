using IntegrationHealth.Alerting.Alerts;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>What is known of one subject's alerts: asked of the <see cref="AlertBook"/> once for all the rules that watch it.</summary>
/// <param name="Open">Those that are not resolved.</param>
/// <param name="Remembers">True when anything is remembered of those that are.</param>
internal readonly record struct SubjectAlerts(Alert[] Open, bool Remembers)
{
    /// <summary>The open alert of a rule; null when there is none.</summary>
    public Alert? Find(string ruleId)
    {
        foreach (var alert in Open)
        {
            if (alert.RuleId == ruleId)
                return alert;
        }

        return null;
    }
}
