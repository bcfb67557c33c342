using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Endpoints.Administration;
using IntegrationHealth.Endpoints.Badges;
using IntegrationHealth.Endpoints.Catalog;
using IntegrationHealth.Endpoints.Health;
using IntegrationHealth.Endpoints.History;
using IntegrationHealth.Endpoints.Incidents;
using IntegrationHealth.Realtime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHealth.Endpoints;

/// <summary>The JSON of every answer, independent of the host's JSON options.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(UtcTime)])]
[JsonSerializable(typeof(Health.IntegrationHealth))]
[JsonSerializable(typeof(HealthList))]
[JsonSerializable(typeof(HealthGroupList))]
[JsonSerializable(typeof(CheckHistory))]
[JsonSerializable(typeof(BucketHistory))]
[JsonSerializable(typeof(IncidentList))]
[JsonSerializable(typeof(TransitionList))]
[JsonSerializable(typeof(IntegrationDefinition))]
[JsonSerializable(typeof(ProviderList))]
[JsonSerializable(typeof(BadgeLink))]
[JsonSerializable(typeof(AuditList))]
[JsonSerializable(typeof(OutageList))]
[JsonSerializable(typeof(MetricsAnswer))]
[JsonSerializable(typeof(SystemInfo))]
[JsonSerializable(typeof(Health.IntegrationHealth[]))]
[JsonSerializable(typeof(IntegrationRemoved[]))]
[JsonSerializable(typeof(Dictionary<string, long>))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
internal sealed partial class EndpointJson : JsonSerializerContext
{
    /// <summary>
    /// Writes apostrophes, plus signs and letters of all languages as they are. Escapes for HTML would be noise: the content type is JSON,
    /// and browsers are told not to guess another.
    /// </summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
