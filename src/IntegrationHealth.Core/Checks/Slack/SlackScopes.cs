using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Checks.Slack;

/// <summary>Slack's scopes in words (docs.slack.dev/reference/scopes).</summary>
internal static class SlackScopes
{
    public static ScopeTable Table { get; } = new("Slack", "https://docs.slack.dev/reference/scopes", prefix: "",
    [
        new("chat:write", "send", "posting messages", "chat:write:bot", "chat:write:user"),
        new("chat:write.public", "send-anywhere", "posting in channels it was not invited to"),
        new("channels:read", "channels", "seeing the list of channels"),
        new("channels:history", "read", "reading messages in public channels"),
        new("groups:history", "read-private", "reading messages in private channels"),
        new("im:history", "read-direct", "reading direct messages"),
        new("app_mentions:read", "mentions", "hearing when it is mentioned"),
        new("reactions:write", "reactions", "adding reactions"),
        new("files:read", "files", "reading files"),
        new("files:write", "upload", "uploading files"),
        new("users:read", "people", "seeing who is in the workspace"),
        new("commands", "commands", "slash commands"),
        new("incoming-webhook", "webhook", "posting through its webhook"),
    ]);
}
