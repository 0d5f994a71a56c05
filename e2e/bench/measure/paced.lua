-- Between an answer and the next request, exponentially distributed; the mean, in ms, is the argument.
local mean

function init(args)
  mean = tonumber(args[1])
end

function delay()
  return math.floor(-mean * math.log(1 - math.random()) + math.random())
end

function done(summary, latency)
  io.write(string.format("latencies %d %d %d\n", latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
