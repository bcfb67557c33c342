using System.Text.Json.Serialization;

namespace IntegrationHealth.Hosts;

/// <summary>Reports as directories keep them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HostReport))]
internal sealed partial class HostReportJson : JsonSerializerContext;
