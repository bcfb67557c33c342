using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Alerting.Configuration;

/// <summary>
/// The rules that an installation begins with. They are rows like any other: each can be edited, and one that is removed does not come back.
/// They name no channel, so they tell every channel of what no other rule there tells.
/// </summary>
internal static class DefaultRules
{
    private static readonly FailureKind[] NeedsPerson =
    [
        FailureKind.AuthenticationRevoked, FailureKind.InsufficientScope, FailureKind.AdminPolicy, FailureKind.AccountSuspended,
    ];

    public static IReadOnlyList<AlertRule> All { get; } =
    [
        new AlertRule
        {
            Id = "default-connection-lost",
            Name = "Connection lost",
            Severity = AlertSeverity.Warning,
            Conditions = [new FailureKindCondition { Kinds = NeedsPerson }],
            NotifyOwner = true,
            RepeatInterval = TimeSpan.FromDays(1),
        },
        new AlertRule
        {
            Id = "default-failing",
            Name = "Checks keep failing",
            Severity = AlertSeverity.Warning,
            Conditions =
            [
                new ConsecutiveFailuresCondition { Threshold = 3 },
                new FailureKindCondition { Kinds = [.. Enum.GetValues<FailureKind>().Except(NeedsPerson)] },
            ],
            Pending = TimeSpan.FromMinutes(2),
            KeepFiring = TimeSpan.FromMinutes(15),
            Cooldown = TimeSpan.FromHours(1),
        },
        new AlertRule
        {
            Id = "default-provider-outage",
            Name = "Provider outage",
            Severity = AlertSeverity.Critical,
            Conditions = [new ProviderOutageCondition()],
            KeepFiring = TimeSpan.FromMinutes(5),
            GroupBy = [GroupLabel.Provider],
            GroupWait = TimeSpan.Zero,
        },
        new AlertRule
        {
            Id = "default-credential-expiry",
            Name = "Credential ends soon",
            Severity = AlertSeverity.Info,
            Conditions = [new CredentialExpiryCondition { Within = TimeSpan.FromDays(7) }],
            NotifyOwner = true,
            RepeatInterval = TimeSpan.FromDays(2),
        },
        new AlertRule
        {
            Id = "default-no-data",
            Name = "Not checked",
            Severity = AlertSeverity.Warning,
            Conditions = [new NoDataCondition { Intervals = 3 }],
            Pending = TimeSpan.FromMinutes(1),
        },
    ];
}
