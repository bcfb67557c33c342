using System.Text.Json;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>Judges a channel, its secret in clear: the limits that all share, and what its type asks for. Pure.</summary>
internal static class ChannelValidation
{
    public static IEnumerable<IntegrationValidationError> Check(NotificationChannel channel, IReadOnlyCollection<INotificationChannel> types) =>
        AlertingLimits.Check(channel).Concat(types.FirstOrDefault(type => type.Type == channel.Type) is not { } known
            ? [Unknown(channel, types.Select(type => type.Type))]
            // No type has to expect settings that are no object, or a template that is none.
            : channel.Settings.ValueKind != JsonValueKind.Object || channel.Templates.Values.Any(template => template is null) ? [] : known.Validate(channel));

    /// <summary>Nobody here can deliver to channels of this type.</summary>
    public static IntegrationValidationError Unknown(NotificationChannel channel, IEnumerable<string> known) => new(
        "type", $"type '{channel.Type}' is not known here; known are: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
}
