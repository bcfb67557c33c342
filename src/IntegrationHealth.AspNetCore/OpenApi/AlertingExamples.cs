namespace IntegrationHealth.OpenApi;

/// <summary>What answers and bodies about alerting look like.</summary>
internal static class AlertingExamples
{
    private const string Rule = """
        {"id":"slow-gmail","name":"Gmail is slow","enabled":true,"severity":"warning",
         "scope":{"providers":["gmail"],"ownerIds":[],"tags":["prod"],"integrationIds":[]},"match":"all",
         "conditions":[{"type":"latency","thresholdMs":2000,"percentile":95,"windowMs":600000,"minimumChecks":5}],
         "pendingMs":60000,"keepFiringMs":300000,"cooldownMs":0,"repeatIntervalMs":14400000,"acknowledgeTimeoutMs":0,"groupBy":["rule"],"groupWaitMs":30000,"groupIntervalMs":300000,
         "channelIds":["ops"],"escalationPolicyId":null,"notifyOwner":false,"sendResolved":true,"origin":"runtime"}
        """;

    private const string Channel = """
        {"id":"ops","name":"Operations","type":"webhook","enabled":true,"settings":{"url":"https://hooks.example.com/alerts","format":"standard"},"hasSecret":true,
         "quietHours":{"from":"22:00:00","to":"07:00:00","bypass":"critical"},"digest":null,"timeZone":"Europe/Berlin","templates":{},"maxPerMinute":60,
         "disabledReason":null,"origin":"runtime"}
        """;

    private const string NewChannel = """
        {"id":"ops","name":"Operations","type":"webhook","enabled":true,"settings":{"url":"https://hooks.example.com/alerts","format":"standard"},
         "timeZone":"Europe/Berlin","templates":{},"maxPerMinute":60}
        """;

    private const string Silence = """
        {"id":"upgrade","matchers":[{"label":"provider","op":"=","value":"slack"}],"startsAt":"2026-01-01T10:00:00Z","endsAt":"2026-01-01T12:00:00Z",
         "comment":"Slack is moved to another workspace","createdBy":"admin"}
        """;

    private const string Window = """
        {"id":"nightly","name":"Nightly backup","enabled":true,"cron":"30 2 * * *","durationMs":5400000,"timeZone":"America/New_York",
         "matchers":[{"label":"tag","op":"=","value":"batch"}]}
        """;

    private const string Policy = """
        {"id":"on-call","name":"On call","steps":[{"delayMs":300000,"channelIds":["ops"]},{"delayMs":900000,"channelIds":["lead"]}],"repeat":1,"origin":"runtime"}
        """;

    private const string Alert = """
        {"id":"019b790a3b8070d5c0ffee0000000001","ruleId":"default-connection-lost","ruleName":"Connection lost","integrationId":"sim-0004",
         "name":"Alice's Gmail","provider":"gmail","ownerId":"alice","severity":"warning","state":"firing",
         "acknowledged":{"by":"admin","at":"2026-01-01T10:05:00Z","comment":"asked Alice to reconnect","expiresAt":null},"suppressedBy":[],"flapping":false,"dataHealth":"ok",
         "startedAt":"2026-01-01T10:00:00Z","firedAt":"2026-01-01T10:00:00Z","resolvedAt":null,"resolvedReason":null,
         "message":"Google no longer accepts this connection.","failureKind":"authenticationRevoked","nextEscalationAt":null,
         "timeline":[{"at":"2026-01-01T10:00:00Z","event":"fired","channelId":null,"detail":"Google no longer accepts this connection."},
                     {"at":"2026-01-01T10:00:31Z","event":"notified","channelId":"ops","detail":"200 OK"}]}
        """;

    public static IReadOnlyDictionary<string, string> ByType { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AlertRule"] = Rule,
        ["AlertRuleList"] = List(Rule),
        ["NotificationChannel"] = NewChannel,
        ["NotificationChannelItem"] = Channel,
        ["NotificationChannelList"] = List(Channel),
        ["Silence"] = Silence,
        ["SilenceList"] = List(Silence),
        ["MaintenanceWindow"] = Window,
        ["MaintenanceWindowList"] = List(Window),
        ["EscalationPolicy"] = Policy,
        ["EscalationPolicyList"] = List(Policy),
        ["AlertItem"] = Alert,
        ["AlertList"] = List(Alert),
        ["AlertComment"] = """{"comment":"asked Alice to reconnect"}""",
        ["RulePreviewAnswer"] = """
            {"from":"2026-01-01T10:00:00Z","to":"2026-01-08T10:00:00Z","integrations":12,"checks":24192,"alertCount":1,"notificationsPerChannel":2,"truncated":false,
             "alerts":[{"integrationId":"sim-0004","name":"Alice's Gmail","provider":"gmail","startedAt":"2026-01-02T10:00:00Z","firedAt":"2026-01-02T10:01:00Z",
                        "resolvedAt":"2026-01-02T11:00:00Z","message":"latency p95 is 2310 ms within 10 min."}]}
            """,
        ["RuleFaultList"] = """
            {"items":[{"ruleId":"slow-gmail","ruleName":"Gmail is slow","kind":"evaluation","reason":"No evaluator knows the condition MyCondition.","subjects":3,
              "since":"2026-01-01T10:00:00Z","lastAt":"2026-01-01T10:05:00Z"}]}
            """,
        ["DeadNotificationList"] = """
            {"items":[{"id":"ntf_019b790a3b80","channelId":"ops","type":"alert.firing","reason":"first","severity":"warning","ruleName":"Connection lost",
              "createdAt":"2026-01-01T10:00:31Z","attempts":20,"detail":"503 Service Unavailable","alertIds":["019b790a3b8070d5c0ffee0000000001"],"truncated":0}],"total":1}
            """,
        ["TemplatePreviewBody"] = """{"type":"slack","part":"text","event":"resolved","template":"{{ alert.name }} is {{ alert.state }}"}""",
        ["TemplatePreviewAnswer"] = """{"text":"Example integration is resolved"}""",
        ["ChannelTestAnswer"] = """{"delivered":true,"status":"delivered","detail":"200 OK","durationMs":84}""",
    };

    private static string List(string item) => $$"""{"items":[{{item}}],"nextCursor":null}""";
}
