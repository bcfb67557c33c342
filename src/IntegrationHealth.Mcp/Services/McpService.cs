namespace IntegrationHealth.Mcp.Services;

/// <summary>A part of a service, and the tools that stand for it at different hosting providers: one of them is enough.</summary>
/// <param name="Name">Name of the capability, such as <c>read</c>.</param>
/// <param name="Words">What it does, as in <c>reading mail</c>.</param>
/// <param name="Tools">Names of the tools, letter case ignored.</param>
internal sealed record ServiceCapability(string Name, string Words, params IReadOnlyList<string> Tools);

/// <summary>A tool that only reads and shows that the account behind the server works.</summary>
/// <param name="Tool">Its name, letter case ignored.</param>
/// <param name="Arguments">A JSON object.</param>
/// <param name="Capability">The capability that it proves.</param>
internal sealed record ServiceProbe(string Tool, string Arguments, string Capability);

/// <summary>
/// A service that is reached through an MCP hosting provider, checked as that service. Tool names as Composio (capital letters), Klavis and
/// the reference servers give them.
/// </summary>
internal sealed record McpService(string Name, string DisplayName, IReadOnlyList<ServiceCapability> Capabilities, IReadOnlyList<ServiceProbe> Probes)
{
    public static IReadOnlyList<McpService> All { get; } =
    [
        new("gmail", "Gmail",
        [
            new("read", "reading mail",
                "GMAIL_FETCH_EMAILS", "GMAIL_FETCH_MESSAGE_BY_MESSAGE_ID", "gmail_read_email", "gmail_search_emails", "gmail_search_messages", "search_emails"),
            new("send", "sending mail", "GMAIL_SEND_EMAIL", "GMAIL_CREATE_EMAIL_DRAFT", "gmail_send_email", "gmail_draft_email", "gmail_create_draft", "send_email"),
        ],
        [
            new("GMAIL_GET_PROFILE", "{}", "read"),
            new("GMAIL_LIST_LABELS", "{}", "read"),
            new("gmail_list_labels", "{}", "read"),
            new("gmail_search_emails", """{"query":"newer_than:1d","maxResults":1}""", "read"),
        ]),
        new("google-calendar", "Google Calendar",
        [
            new("read", "reading events",
                "GOOGLECALENDAR_EVENTS_LIST", "GOOGLECALENDAR_FIND_EVENT", "google_calendar_list_events", "gcal_list_events", "list_events"),
            new("write", "creating events", "GOOGLECALENDAR_CREATE_EVENT", "google_calendar_create_event", "gcal_create_event", "create_event"),
        ],
        [
            new("GOOGLECALENDAR_LIST_CALENDARS", """{"max_results":1}""", "read"),
            new("google_calendar_list_calendars", "{}", "read"),
            new("gcal_list_calendars", "{}", "read"),
            new("list_calendars", "{}", "read"),
        ]),
        new("slack", "Slack",
        [
            new("read", "reading channels",
                "SLACK_LIST_ALL_CHANNELS", "SLACK_FETCH_CONVERSATION_HISTORY", "slack_list_channels", "slack_get_channel_history",
                "slack_user_list_channels", "list_channels"),
            new("send", "posting messages",
                "SLACK_SEND_MESSAGE", "SLACK_SENDS_A_MESSAGE_TO_A_SLACK_CHANNEL", "slack_post_message", "slack_send_message",
                "slack_user_post_message", "slack_bot_post_message"),
        ],
        [
            new("SLACK_TEST_AUTH", "{}", "read"),
            new("SLACK_LIST_ALL_CHANNELS", """{"limit":1}""", "read"),
            new("slack_list_channels", """{"limit":1}""", "read"),
            new("slack_user_list_channels", """{"limit":1}""", "read"),
        ]),
    ];

    public static McpService? Find(string? name) => All.FirstOrDefault(service => service.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
