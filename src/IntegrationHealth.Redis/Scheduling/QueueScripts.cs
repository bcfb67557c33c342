namespace IntegrationHealth.Redis.Scheduling;

/// <summary>
/// The queue's commands as Redis runs them: each one round trip, each atomic, all times by Redis' own clock in milliseconds. Hosts send waits and
/// get waits back, so their clocks need not agree.
/// </summary>
/// <remarks>
/// KEYS of all: 1 <c>due</c>, sorted set of free integrations by due time; 2 <c>leased</c>, sorted set of leased ones by the end of the lease;
/// 3 <c>held</c>, hash of the leased: <c>token:due</c>; 4 <c>origin</c>, hash of those put off: when they first were due; 5 <c>asked</c>, hash of
/// leased ones that were asked for meanwhile; 6 <c>token</c>, the last token; 7 <c>generation</c>, new whenever the data was lost.
/// </remarks>
internal static class QueueScripts
{
    private const string Now = """
        local t = redis.call('TIME')
        local now = t[1] * 1000 + math.floor(t[2] / 1000)
        local function num(n) return string.format('%.0f', n) end

        """;

    /// <summary>ARGV: (id, wait)*.</summary>
    public const string Schedule = Now + """
        redis.call('SET', KEYS[7], num(now), 'NX')
        for i = 1, #ARGV, 2 do
          local id, due = ARGV[i], now + tonumber(ARGV[i + 1])
          if redis.call('HEXISTS', KEYS[3], id) == 1 then
            local asked = redis.call('HGET', KEYS[5], id)
            if not asked or due < tonumber(asked) then redis.call('HSET', KEYS[5], id, num(due)) end
          else
            redis.call('ZADD', KEYS[1], num(due), id)
            redis.call('HDEL', KEYS[4], id)
          end
        end
        return redis.call('GET', KEYS[7])
        """;

    /// <summary>ARGV: (id, wait)*. Answers the generation, so that the host knows what its additions belong to.</summary>
    public const string Add = Now + """
        redis.call('SET', KEYS[7], num(now), 'NX')
        local add = {}
        for i = 1, #ARGV, 2 do
          if redis.call('HEXISTS', KEYS[3], ARGV[i]) == 0 then
            add[#add + 1] = num(now + tonumber(ARGV[i + 1]))
            add[#add + 1] = ARGV[i]
          end
        end
        if #add > 0 then redis.call('ZADD', KEYS[1], 'NX', unpack(add)) end
        return redis.call('GET', KEYS[7])
        """;

    /// <summary>ARGV: id*.</summary>
    public const string Remove = """
        for k = 1, 2 do redis.call('ZREM', KEYS[k], unpack(ARGV)) end
        for k = 3, 5 do redis.call('HDEL', KEYS[k], unpack(ARGV)) end
        return 0
        """;

    /// <summary>
    /// ARGV: 1 most claims, 2 lease. Answers generation, token, wait to the next due time or -1, then (id, wait since it was due, negative)*. Ended
    /// leases and due ones are taken in the order in which they could be claimed.
    /// </summary>
    public const string Claim = Now + """
        local max, out, add, hold = tonumber(ARGV[1]), {}, {}, {}
        local ended = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'WITHSCORES', 'LIMIT', 0, max)
        local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, max)
        local generation = redis.call('GET', KEYS[7]) or ''
        if #ended + #due > 0 then
          local token = math.max(now, tonumber(redis.call('GET', KEYS[6]) or '0') + 1)
          redis.call('SET', KEYS[6], num(token))
          local prefix, lease = num(token) .. ':', num(now + tonumber(ARGV[2]))
          local putOff = redis.call('HLEN', KEYS[4]) > 0
          local e, d, taken = 1, 1, 0
          while taken < max and (ended[e] or due[d]) do
            local id, at
            if ended[e] and (not due[d] or tonumber(ended[e + 1]) < tonumber(due[d + 1])) then
              id = ended[e]
              at = string.match(redis.call('HGET', KEYS[3], id) or '', ':(%d+)$') or ended[e + 1]
              e = e + 2
            else
              id, at = due[d], due[d + 1]
              if putOff then at = redis.call('HGET', KEYS[4], id) or at end
              d = d + 2
            end
            taken = taken + 1
            add[#add + 1] = lease
            add[#add + 1] = id
            hold[#hold + 1] = id
            hold[#hold + 1] = prefix .. at
            out[#out + 1] = id
            out[#out + 1] = tonumber(at) - now
          end
          if d > 1 then redis.call('ZREMRANGEBYRANK', KEYS[1], 0, (d - 1) / 2 - 1) end
          redis.call('ZADD', KEYS[2], unpack(add))
          redis.call('HSET', KEYS[3], unpack(hold))
          table.insert(out, 1, prefix)
        else
          out[1] = ''
        end
        table.insert(out, 1, generation)
        local wait = -1
        for k = 1, 2 do
          local first = redis.call('ZRANGE', KEYS[k], 0, 0, 'WITHSCORES')[2]
          if first then
            local until_ = math.max(0, tonumber(first) - now)
            if wait < 0 or until_ < wait then wait = until_ end
          end
        end
        table.insert(out, 3, wait)
        return out
        """;

    /// <summary>ARGV: (id, token with its colon, wait, 1 when put off)*. Answers the ids whose lease was lost.</summary>
    public const string Complete = Now + """
        local lost, ids, free, due = {}, {}, {}, {}
        for i = 1, #ARGV, 4 do ids[#ids + 1] = ARGV[i] end
        local held = redis.call('HMGET', KEYS[3], unpack(ids))
        local anyAsked = redis.call('HLEN', KEYS[5]) > 0
        local anyPutOff = redis.call('HLEN', KEYS[4]) > 0
        for n = 1, #ids do
          local id, prefix, i = ids[n], ARGV[n * 4 - 2], n * 4
          local value = held[n]
          if value and string.sub(value, 1, #prefix) == prefix then
            local at = now + tonumber(ARGV[i - 1])
            if anyAsked then
              local asked = redis.call('HGET', KEYS[5], id)
              if asked then
                at = math.min(at, math.max(now, tonumber(asked)))
                redis.call('HDEL', KEYS[5], id)
              end
            end
            if ARGV[i] == '1' then redis.call('HSET', KEYS[4], id, string.sub(value, #prefix + 1))
            elseif anyPutOff then redis.call('HDEL', KEYS[4], id) end
            free[#free + 1] = id
            due[#due + 1] = num(at)
            due[#due + 1] = id
          else
            lost[#lost + 1] = id
          end
        end
        if #free > 0 then
          redis.call('HDEL', KEYS[3], unpack(free))
          redis.call('ZREM', KEYS[2], unpack(free))
          redis.call('ZADD', KEYS[1], unpack(due))
        end
        return lost
        """;

    /// <summary>Answers how many are held, how many are under a live lease, and the wait to the first that can be claimed, if there is any.</summary>
    public const string Depth = Now + """
        local out = { redis.call('ZCARD', KEYS[1]) + redis.call('ZCARD', KEYS[2]), redis.call('ZCOUNT', KEYS[2], '(' .. num(now), '+inf') }
        for k = 1, 2 do
          local first = redis.call('ZRANGE', KEYS[k], 0, 0, 'WITHSCORES')[2]
          if first then
            local wait = tonumber(first) - now
            if not out[3] or wait < out[3] then out[3] = wait end
          end
        end
        return out
        """;
}
