using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.History;
using IntegrationHealth.Reading;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;
using ZiggyCreatures.Caching.Fusion.Serialization;

namespace IntegrationHealth.Caching;

/// <summary>Answers as the second level keeps them. Without reflection: what is cached stands here, each type once.</summary>
internal sealed class CacheSerializer : IFusionCacheSerializer
{
    public byte[] Serialize<T>(T? obj) => JsonSerializer.SerializeToUtf8Bytes(obj!, TypeOf<T>());

    public T? Deserialize<T>(byte[] data) => JsonSerializer.Deserialize(data, TypeOf<T>());

    public ValueTask<byte[]> SerializeAsync<T>(T? obj, CancellationToken token = default) => new(Serialize(obj));

    public ValueTask<T?> DeserializeAsync<T>(byte[] data, CancellationToken token = default) => new(Deserialize<T>(data));

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)CacheJson.Default.GetTypeInfo(typeof(T))!;
}

[JsonSerializable(typeof(FusionCacheDistributedEntry<HealthMetrics>))]
[JsonSerializable(typeof(FusionCacheDistributedEntry<HistoryBucket[]>))]
[JsonSerializable(typeof(FusionCacheDistributedEntry<Dictionary<string, Uptime>>))]
internal sealed partial class CacheJson : JsonSerializerContext;
