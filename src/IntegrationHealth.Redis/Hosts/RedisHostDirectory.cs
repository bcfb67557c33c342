using System.Text.Json;
using IntegrationHealth.Hosts;
using IntegrationHealth.Redis.Connections;
using StackExchange.Redis;

namespace IntegrationHealth.Redis.Hosts;

/// <summary>The list of hosts and their duties in Redis, each entry with its end by Redis' clock.</summary>
internal sealed class RedisHostDirectory(RedisConnection connection) : IHostDirectory
{
    /// <summary>KEYS: ends, reports, duties. Hosts whose time is up go with every report.</summary>
    private const string Report = """
        local t = redis.call('TIME')
        local now = t[1] * 1000 + math.floor(t[2] / 1000)
        local gone = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)
        for i = 1, #gone do redis.call('ZREM', KEYS[1], gone[i]) redis.call('HDEL', KEYS[2], gone[i]) end
        redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[2])), ARGV[1])
        redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
        return 0
        """;

    private const string List = """
        local t = redis.call('TIME')
        local there = redis.call('ZRANGEBYSCORE', KEYS[1], t[1] * 1000 + math.floor(t[2] / 1000), '+inf')
        if #there == 0 then return {} end
        return redis.call('HMGET', KEYS[2], unpack(there))
        """;

    private const string Leave = """
        redis.call('ZREM', KEYS[1], ARGV[1])
        redis.call('HDEL', KEYS[2], ARGV[1])
        local duties = redis.call('HGETALL', KEYS[3])
        for i = 1, #duties, 2 do
          if string.match(duties[i + 1], ':(.*)$') == ARGV[1] then redis.call('HDEL', KEYS[3], duties[i]) end
        end
        return 0
        """;

    private const string Take = """
        local t = redis.call('TIME')
        local now = t[1] * 1000 + math.floor(t[2] / 1000)
        local held = redis.call('HGET', KEYS[3], ARGV[1])
        if held then
          local ends, holder = string.match(held, '^(%d+):(.*)$')
          if holder ~= ARGV[2] and tonumber(ends) > now then return 0 end
        end
        redis.call('HSET', KEYS[3], ARGV[1], string.format('%.0f', now + tonumber(ARGV[3])) .. ':' .. ARGV[2])
        return 1
        """;

    private readonly RedisKey[] _keys = [.. new[] { "hosts", "host-reports", "duties" }.Select(connection.Settings.Key)];

    public async ValueTask ReportAsync(HostReport report, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        await RunAsync(Report, cancellationToken, report.Id, (long)keepFor.TotalMilliseconds, JsonSerializer.Serialize(report, HostReportJson.Default.HostReport));
    }

    public async ValueTask<IReadOnlyList<HostReport>> ListAsync(CancellationToken cancellationToken)
    {
        var texts = (string?[])(await RunAsync(List, cancellationToken))!;
        return [.. texts.OfType<string>().Select(text => JsonSerializer.Deserialize(text, HostReportJson.Default.HostReport)!)
            .OrderBy(report => report.Name, StringComparer.Ordinal).ThenBy(report => report.Id, StringComparer.Ordinal)];
    }

    public async ValueTask LeaveAsync(string hostId, CancellationToken cancellationToken) => await RunAsync(Leave, cancellationToken, hostId);

    public async ValueTask<bool> TakeAsync(string duty, string hostId, TimeSpan keepFor, CancellationToken cancellationToken) =>
        (bool)await RunAsync(Take, cancellationToken, duty, hostId, (long)keepFor.TotalMilliseconds);

    private async Task<RedisResult> RunAsync(string script, CancellationToken cancellationToken, params RedisValue[] values)
    {
        var database = await connection.DatabaseAsync(cancellationToken);
        return await database.ScriptEvaluateAsync(script, _keys, values).WaitAsync(cancellationToken);
    }
}
