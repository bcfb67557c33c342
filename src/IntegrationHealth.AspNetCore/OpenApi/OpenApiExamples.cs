namespace IntegrationHealth.OpenApi;

/// <summary>
/// What answers and bodies look like, by their names in the OpenAPI document. Examples are checked: the tests refuse one that does not
/// read as what it is an example of.
/// </summary>
internal static class OpenApiExamples
{
    public const string IntegrationHealth = """
        {"id":"sim-0004","name":"Alice's Gmail","provider":"gmail","ownerId":"alice","tags":["prod"],
         "status":"unhealthy","statusSince":"2026-01-01T10:00:00Z","lastCheckedAt":"2026-01-01T10:20:00Z","lastSucceededAt":"2026-01-01T09:55:00Z",
         "nextCheckAt":"2026-01-01T10:40:00Z","latencyMs":182,"consecutiveFailures":3,"stale":false,"confirming":null,"recovering":{"observed":1,"required":2},
         "failure":{"kind":"authenticationRevoked","message":"Google no longer accepts this connection.","transient":false,"confidence":"high",
                    "responsibleParty":"owner","action":"reconnect","actionUrl":"https://host.example/connect/gmail?id=sim-0004",
                    "docsUrl":"https://developers.google.com/identity/protocols/oauth2#expiration","vendorCode":"invalid_grant","retryAfter":null,"outageId":null},
         "capabilities":[{"name":"read","status":"unhealthy","message":null},{"name":"events","status":"healthy","message":null}],
         "uptime":{"24h":0.9987,"7d":0.9991,"30d":0.9995},"credentialExpiresAt":null,"data":{"emailAddress":"alice@example.com"},"version":42}
        """;

    private const string Problem = """
        {"type":"about:blank","title":"Not found","status":404,"detail":"There is no integration with this id."}
        """;

    private const string InvalidProblem = """
        {"type":"about:blank","title":"Invalid values","status":400,"detail":"'greenish' is not one of: healthy, degraded, unhealthy, unknown, paused.",
         "errors":{"status":["'greenish' is not one of: healthy, degraded, unhealthy, unknown, paused."]}}
        """;

    public static IReadOnlyDictionary<string, string> ByType { get; } = new Dictionary<string, string>(AlertingExamples.ByType, StringComparer.Ordinal)
    {
        ["IntegrationHealth"] = IntegrationHealth,
        ["HealthList"] = $$$"""{"items":[{{{IntegrationHealth}}}],"nextCursor":null,"total":1,"summary":{"healthy":11,"degraded":0,"unhealthy":1,"unknown":0,"paused":0},"stale":false}""",
        ["HealthGroupList"] = """
            {"items":[{"key":"gmail","total":12,"summary":{"healthy":11,"degraded":0,"unhealthy":1,"unknown":0,"paused":0}}],"nextCursor":null,"total":1}
            """,
        ["TransitionList"] = """
            {"items":[{"at":"2026-01-01T10:00:00Z","event":"started","status":"unhealthy","failureKind":"authenticationRevoked",
            "detail":"Google no longer accepts this connection.","incidentId":"019b790a3b8070d5","integrationId":"sim-0004","name":"Alice's Gmail","provider":"gmail",
            "ownerId":"alice"}],"nextCursor":null}
            """,
        ["ProviderList"] = """
            {"items":[{"name":"http","displayName":"HTTP","usesCredential":true,"intervalMs":null,
            "settings":[{"name":"url","type":"text","required":false,"default":""},{"name":"maxRedirects","type":"number","required":false,"default":5}]}]}
            """,
        ["CheckHistory"] = """
            {"items":[{"checkedAt":"2026-01-01T10:20:00Z","status":"unhealthy","outcome":"failed","latencyMs":182,"failureKind":"authenticationRevoked",
            "message":"Google no longer accepts this connection."}],"nextCursor":null}
            """,
        ["BucketHistory"] = """
            {"items":[{"start":"2026-01-01T10:00:00Z","checks":12,"succeeded":11,"degraded":0,"failed":1,"uptime":0.9167,
            "latencyMs":{"avg":93,"p50":80,"p95":182,"p99":190}}],"nextCursor":null,"stale":false}
            """,
        ["IncidentList"] = """
            {"items":[{"id":"019b790a3b8070d5","startedAt":"2026-01-01T10:00:00Z","endedAt":null,"durationMs":1200000,"status":"unhealthy",
            "failureKind":"authenticationRevoked","message":"Google no longer accepts this connection.",
            "timeline":[{"at":"2026-01-01T10:00:00Z","event":"started","status":"unhealthy","detail":null}]}],"nextCursor":null}
            """,
        ["IntegrationDefinition"] = """
            {"id":"billing-api","provider":"http","name":"Billing API","ownerId":"alice","tags":["prod"],"intervalMs":60000,"enabled":true,
            "settings":{"url":"https://api.example.com/health?key=***","headers":{"X-Auth":"***"}},"origin":"runtime"}
            """,
        ["IntegrationChange"] = """
            {"provider":"http","name":"Billing API","ownerId":"alice","tags":["prod"],"intervalMs":60000,"settings":{"url":"https://api.example.com/health"}}
            """,
        ["BadgeLink"] = """{"url":"https://host.example/api/integrations/billing-api/health/badge.svg?key=CfDJ8…","expiresAt":"2026-04-01T10:00:00Z"}""",
        ["MetricsAnswer"] = $$$"""
            {"range":"24h","from":"2026-01-01T11:00:00Z","to":"2026-01-02T10:20:00Z","stepMs":3600000,"totals":{{{Totals}}},
            "series":[{"start":"2026-01-01T11:00:00Z","totals":{{{Totals}}}}],
            "providers":[{"provider":"gmail","totals":{{{Totals}}},"failures":[{"kind":"authenticationRevoked","count":2}]}],
            "failures":[{"kind":"authenticationRevoked","count":2}],"stale":false}
            """,
        ["OutageList"] = """
            {"items":[{"id":"019b790a3b80-slack","provider":"slack","startedAt":"2026-01-01T10:00:00Z","endedAt":null,"integrations":240,"vendorStatus":null}],"nextCursor":null}
            """,
        ["AuditList"] = """
            {"items":[{"id":"019b790a3b8070d5a5e0c2d4f6a81b3c","at":"2026-01-01T10:00:00Z","actor":"admin","action":"integration.paused","subjectId":"billing-api",
            "changes":[{"field":"enabled","before":"true","after":"false"}]}],"nextCursor":null}
            """,
        ["SystemInfo"] = """
            {"integrations":12,"queue":{"scheduled":12,"leased":1,"lagMs":0,"oldestDueAt":"2026-01-01T10:20:03Z"},"workers":{"active":1,"max":256,"resultsWaiting":0},
            "storage":{"kind":"sqlite","sizeBytes":524288,"latencyMs":1,"reachable":true,"error":null,"writesFailingSince":null},"cache":{"hitRatio":0.9,"hits":90,"sharedHits":12,"misses":10,"stale":0},"outboxLagMs":null,
            "hosts":[{"name":"web-1","processId":4711,"schedulerSeenAt":"2026-01-01T10:20:00Z"}],
            "quotas":[{"provider":"gmail","client":"123.apps.googleusercontent.com","used":288,"limit":10000,"usedPercent":2,"windowMs":86400000,"endsAt":"2026-01-02T00:00:00Z","pausedUntil":null}],"pauses":[{"provider":"slack","host":"slack.com","scope":"credential","client":null,"count":3,"until":"2026-01-01T10:01:00Z"}],"versions":{"integrationHealth":"0.1.0-alpha"}}
            """,
        ["ProblemDetails"] = Problem,
        ["HttpValidationProblemDetails"] = InvalidProblem,
    };

    private const string Totals = """
        {"checks":288,"succeeded":280,"degraded":4,"failed":4,"successRate":0.9861,"checksPerMinute":0.206,"latencyMs":{"avg":93,"p50":80,"p95":182,"p99":190}}
        """;
}
