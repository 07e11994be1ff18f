import { createHash } from 'node:crypto';

/** A script as Redis runs it, and the digest that it is called by once Redis knows it. */
export type Script = { readonly text: string; readonly digest: string };

// Redis' own clock in microseconds, also as text: Lua writes numbers of that size with an exponent.
const clock = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local function whole(number) return string.format('%.0f', number) end
`;

const script = (body: string): Script => {
  const text = clock + body;
  return { text, digest: createHash('sha1').update(text).digest('hex') };
};

/**
 * Takes places. KEYS: starts, blocks, replicas that have calls waiting. ARGV: calls a window, the window, calls wanted, calls
 * ready, this replica. Gives when they were taken, how many, how many other replicas wait, the ages of earlier starts, blocks.
 */
export const reserve = script(`
local limit, window, wanted, ready = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

local blocks, isBlocked = {}, false
local held = redis.call('HGETALL', KEYS[2])
for i = 1, #held, 2 do
  local quietUntil, clearAt, setAt = string.match(held[i + 1], '(%d+) (%d+) (%d+)')
  if now < tonumber(setAt) or now >= tonumber(quietUntil) then
    redis.call('HDEL', KEYS[2], held[i])
  else
    table.insert(blocks, { held[i], quietUntil - now, clearAt - now })
    isBlocked = isBlocked or held[i] == ''
  end
end

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', whole(now - window))
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. whole(now), '+inf')
local starts, ages = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES'), {}
for i = 2, #starts, 2 do table.insert(ages, now - starts[i]) end

local places = isBlocked and 0 or math.max(0, math.min(wanted, limit - #ages))
for i = 1, places do redis.call('ZADD', KEYS[1], whole(now), whole(now) .. '.' .. i) end
if places > 0 then redis.call('PEXPIRE', KEYS[1], whole(window / 500)) end

redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', whole(now - 2 * window))
redis.call('ZREM', KEYS[3], ARGV[5])
local contenders = redis.call('ZCARD', KEYS[3])
if ready > places then
  redis.call('ZADD', KEYS[3], whole(now), ARGV[5])
  redis.call('PEXPIRE', KEYS[3], whole(window / 500))
end
return { whole(now), places, contenders, ages, blocks }
`);

/**
 * Dates the places taken at a time anew, as many as calls have left, and gives the others back.
 * ARGV: time, places, calls, window.
 */
export const settle = script(`
for i = 1, ARGV[2] do redis.call('ZREM', KEYS[1], ARGV[1] .. '.' .. i) end
for i = 1, ARGV[3] do redis.call('ZADD', KEYS[1], whole(now), whole(now) .. '.' .. i) end
redis.call('PEXPIRE', KEYS[1], whole(ARGV[4] / 500))
`);

/** Notes a 429; a longer one stands. KEYS: blocks. ARGV: endpoint, how long nothing may go out, how long until all is clear. */
export const block = script(`
local quietUntil, clearAt = now + ARGV[2], now + ARGV[3]
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known then
  local earlierQuiet, earlierClear = string.match(known, '(%d+) (%d+)')
  quietUntil, clearAt = math.max(quietUntil, earlierQuiet), math.max(clearAt, earlierClear)
end
redis.call('HSET', KEYS[1], ARGV[1], whole(quietUntil) .. ' ' .. whole(clearAt) .. ' ' .. whole(now))
redis.call('PEXPIRE', KEYS[1], 61000)
`);
