using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHealth.Catalog;

[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class CatalogJson : JsonSerializerContext;
