namespace IntegrationHealth.Redis.Scheduling;

/// <summary>
/// The queue's commands as Redis runs them: each one round trip, each atomic, all times by Redis' own clock in milliseconds. Hosts send waits and
/// get waits back, so their clocks need not agree.
/// </summary>
/// <remarks>
/// KEYS of all: 1 <c>due</c>, sorted set of all integrations by the time at which they can be claimed: their due time, or the end of their lease;
/// 2 <c>held</c>, hash of the leased: <c>token:due</c>; 3 <c>origin</c>, hash of those put off: when they first were due; 4 <c>asked</c>, hash of
/// leased ones that were asked for meanwhile; 5 <c>token</c>, the last token.
/// The generation, new whenever <c>due</c> was lost, stands in <c>due</c> itself, so that it cannot outlive what it vouches for: under an id that no
/// integration has, in microseconds, which is later than any due time in milliseconds. Tokens, too, go by microseconds: no two claims, and no loss between
/// them, fall into one, so a lease of before a loss never has the token of one after it.
/// A claim moves integrations in place, so that an ended lease needs no structure of its own. What a full batch costs is in docs/performance.md
/// (<c>claims</c>): numbers are handed on as they are, for turning them into text is what Lua is slow at.
/// </remarks>
internal static class QueueScripts
{
    private const string Now = """
        local t = redis.call('TIME')
        local now = t[1] * 1000 + math.floor(t[2] / 1000)
        local function num(n) return string.format('%.0f', n) end

        """;

    /// <summary>
    /// Redis packs a small hash into a list that each command searches from its start, which for the claims of a full batch is most of their cost. One long
    /// value, under an id that no integration has, keeps it a table.
    /// </summary>
    private const string Begin = Now + """
        if redis.call('ZADD', KEYS[1], 'NX', num(t[1] * 1000000 + t[2]), '') == 1 then redis.call('HSET', KEYS[2], '', string.rep('-', 65)) end

        """;

    /// <summary>ARGV: (id, wait)*.</summary>
    public const string Schedule = Begin + """
        for i = 1, #ARGV, 2 do
          local id, due = ARGV[i], now + ARGV[i + 1]
          if redis.call('HEXISTS', KEYS[2], id) == 1 then
            local asked = redis.call('HGET', KEYS[4], id)
            if not asked or due < tonumber(asked) then redis.call('HSET', KEYS[4], id, num(due)) end
          else
            redis.call('ZADD', KEYS[1], due, id)
            redis.call('HDEL', KEYS[3], id)
          end
        end
        return redis.call('ZSCORE', KEYS[1], '')
        """;

    /// <summary>ARGV: (id, wait)*. Answers the generation, so that the host knows what its additions belong to.</summary>
    public const string Add = Begin + """
        local add = {}
        for i = 1, #ARGV, 2 do add[i], add[i + 1] = now + ARGV[i + 1], ARGV[i] end
        if #add > 0 then redis.call('ZADD', KEYS[1], 'NX', unpack(add)) end
        return redis.call('ZSCORE', KEYS[1], '')
        """;

    /// <summary>ARGV: id*.</summary>
    public const string Remove = """
        redis.call('ZREM', KEYS[1], unpack(ARGV))
        for k = 2, 4 do redis.call('HDEL', KEYS[k], unpack(ARGV)) end
        return 0
        """;

    /// <summary>
    /// ARGV: 1 most claims, 2 lease, 3 the time after which the host waits no longer, or 0. Answers generation, token, wait to the next that can be claimed or -1,
    /// the time, then (id, wait since it was due, negative)*. A claim that Redis comes to too late takes nothing, for nobody would check it.
    /// </summary>
    public const string Claim = Now + """
        if ARGV[3] ~= '0' and now > tonumber(ARGV[3]) then return { '', 'late', -1, now } end
        local first = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[1])
        local count = #first / 2
        local out = { redis.call('ZSCORE', KEYS[1], '') or '', '', -1, now }
        if count > 0 then
          local token = num(math.max(t[1] * 1000000 + t[2], (redis.call('GET', KEYS[5]) or 0) + 1))
          redis.call('SET', KEYS[5], token)
          out[2] = token
          local prefix, lease = token .. ':', num(now + ARGV[2])
          local ids, move, hold = {}, {}, {}
          for n = 1, count do ids[n] = first[n * 2 - 1] end
          local held = redis.call('HLEN', KEYS[2]) > 1 and redis.call('HMGET', KEYS[2], unpack(ids))
          local putOff = redis.call('HLEN', KEYS[3]) > 0 and redis.call('HMGET', KEYS[3], unpack(ids))
          for n = 1, count do
            local id, at, i = ids[n], first[n * 2], n * 2
            if held and held[n] then at = string.match(held[n], ':(.+)$')
            elseif putOff and putOff[n] then at = putOff[n] end
            move[i - 1], move[i] = lease, id
            hold[i - 1], hold[i] = id, prefix .. at
            out[i + 3], out[i + 4] = id, at - now
          end
          redis.call('ZADD', KEYS[1], unpack(move))
          redis.call('HSET', KEYS[2], unpack(hold))
        end
        local next = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
        if next[1] and next[1] ~= '' then out[3] = math.max(0, next[2] - now) end
        return out
        """;

    /// <summary>
    /// ARGV: (token with its colon, 1 when put off, count, (id, wait)*)*: completions of one claim together. Answers the ids whose lease was lost.
    /// </summary>
    public const string Complete = Now + """
        local ids, waits, prefixes, puts, count, i = {}, {}, {}, {}, 0, 1
        while ARGV[i] do
          local prefix, put, last = ARGV[i], ARGV[i + 1] == '1', i + 1 + ARGV[i + 2] * 2
          for k = i + 3, last, 2 do
            count = count + 1
            ids[count], waits[count], prefixes[count], puts[count] = ARGV[k], ARGV[k + 1], prefix, put
          end
          i = last + 2
        end
        local held = redis.call('HMGET', KEYS[2], unpack(ids))
        local asked = redis.call('HLEN', KEYS[4]) > 0 and redis.call('HMGET', KEYS[4], unpack(ids))
        local anyPutOff = redis.call('HLEN', KEYS[3]) > 0
        local lost, free, move, kept = {}, {}, {}, 0
        for n = 1, count do
          local id, prefix, value = ids[n], prefixes[n], held[n]
          if value and string.find(value, prefix, 1, true) == 1 then
            local at = now + waits[n]
            if asked and asked[n] then
              at = math.min(at, math.max(now, tonumber(asked[n])))
              redis.call('HDEL', KEYS[4], id)
            end
            if puts[n] then redis.call('HSET', KEYS[3], id, string.sub(value, #prefix + 1))
            elseif anyPutOff then redis.call('HDEL', KEYS[3], id) end
            kept = kept + 1
            free[kept] = id
            move[kept * 2 - 1], move[kept * 2] = at, id
          else
            lost[#lost + 1] = id
          end
        end
        if kept > 0 then
          redis.call('HDEL', KEYS[2], unpack(free))
          redis.call('ZADD', KEYS[1], unpack(move))
        end
        return lost
        """;

    /// <summary>ARGV: 1 most to move, 2 wait of the first, 3 gap. Answers how many were moved.</summary>
    public const string Spread = Now + """
        local late = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[1])
        local move, count = {}, #late / 2
        for n = 1, count do
          local id, due = late[n * 2 - 1], late[n * 2]
          if redis.call('HEXISTS', KEYS[2], id) == 0 then redis.call('HSETNX', KEYS[3], id, due) end
          move[n * 2 - 1], move[n * 2] = num(now + 1 + ARGV[2] + (n - 1) * ARGV[3]), id
        end
        if count > 0 then redis.call('ZADD', KEYS[1], unpack(move)) end
        return count
        """;

    /// <summary>
    /// ARGV: 1 how long what is under a live lease does not count as overdue, 2 most of those put off to look at. Answers how many are held, how many are
    /// under a live lease, the wait to the first that can be claimed, and the negative wait of the longest overdue, if there are any. Looks at what is leased, which the
    /// hosts' places bound, and never at all.
    /// </summary>
    public const string Depth = Now + """
        local leased, live, since = redis.call('HGETALL', KEYS[2]), 0, nil
        local function waits(at) at = tonumber(at) if at and at <= now and (not since or at < since) then since = at end end
        for i = 1, #leased, 2000 do
          local ids = {}
          for n = i, math.min(i + 1999, #leased), 2 do ids[#ids + 1] = leased[n] end
          local ends = redis.call('ZMSCORE', KEYS[1], unpack(ids))
          for n = 1, #ids do
            if ids[n] ~= '' and ends[n] then
              local due, isLive = tonumber(string.match(leased[i + n * 2 - 1], ':(.+)$')), tonumber(ends[n]) > now
              if isLive then live = live + 1 end
              if not isLive or due <= now - ARGV[1] then waits(due) end
            end
          end
        end
        local putOff = redis.call('HLEN', KEYS[3]) > 0 and redis.call('HRANDFIELD', KEYS[3], ARGV[2], 'WITHVALUES') or {}
        for n = 2, #putOff, 2 do waits(putOff[n]) end
        local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
        if first[1] and first[1] ~= '' then
          waits(first[2])
          waits(redis.call('HGET', KEYS[3], first[1]))
        end
        local count = redis.call('ZCARD', KEYS[1]) - (redis.call('ZSCORE', KEYS[1], '') and 1 or 0)
        return { count, live, first[1] and first[1] ~= '' and first[2] - now or false, since and since - now or false }
        """;
}
