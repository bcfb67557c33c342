using System.Text.Json;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>A channel as it is answered: its secret never, and nothing in its settings that is not known to be harmless.</summary>
internal sealed record NotificationChannelItem(
    string Id, string Name, string Type, bool Enabled, JsonElement Settings, bool HasSecret, QuietHours? QuietHours, string? Digest, string TimeZone,
    IReadOnlyDictionary<string, string> Templates, int? MaxPerMinute, string? DisabledReason, ConfigurationOrigin Origin)
{
    public static NotificationChannelItem From(Configured<NotificationChannel> configured)
    {
        var channel = configured.Value;
        return new(channel.Id, channel.Name, channel.Type, channel.Enabled, ChannelSettingsAnswer.Of(channel.Type, channel.Settings),
            configured.ProtectedSecret is not null || channel.Secret is not null, channel.QuietHours, channel.Digest, channel.TimeZone, channel.Templates,
            channel.MaxPerMinute, channel.DisabledReason, channel.Origin);
    }
}
