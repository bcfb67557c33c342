using System.Text.Json.Serialization;

namespace IntegrationHealth.Credentials;

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TokenJson : JsonSerializerContext;
