"""Servers that are loaded in turn, and what a request costs each of them."""
import random
import statistics

from measure import machine
from measure.figures import Ratio, table, verdict

PROXIES, LOAD = 0, 1  # cores


def add_arguments(parser, rounds=30, seconds=2):
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--seconds", type=int, default=seconds, help="of load on each server in each round")
    parser.add_argument("--warmup", type=int, default=60, help="seconds of load on each server before the rounds")


def tell(args, load):
    machine.need(load.program)
    print(f"machine: {machine.facts()}")
    print(f"{args.rounds} rounds of {args.seconds} s after {args.warmup} s, {load}")


class Rounds:
    """In each round every server is under load once, in random order.

    base: the name of what the others are compared to; control: of its equal; also: of others to compare to
    """

    def __init__(self, started, load, args, base, control, also=()):
        self.started, self.load, self.args = started, load, args
        self.base, self.control, self.also = base, control, also
        self.chance = random.Random(1)
        self.idle = {server.name: server.rss_megabytes() for server in started}
        self.user, self.system = {s.name: [] for s in started}, {s.name: [] for s in started}
        self.latencies = {s.name: [] for s in started}

    def run(self):
        for _ in range(-(-self.args.warmup // self.args.seconds)):
            for server in self._in_any_order():
                self._under_load(server)
        for number in range(1, self.args.rounds + 1):
            told = [self._measure(server) for server in self._in_any_order()]
            print(f"round {number}: " + "; ".join(told), flush=True)

    def _in_any_order(self):
        return self.chance.sample(self.started, len(self.started))

    def _under_load(self, server):
        return self.load.run(server, LOAD, self.args.seconds)

    def _measure(self, server):
        user, system = server.cpu_seconds()
        requests, latency = self._under_load(server)
        user_after, system_after = server.cpu_seconds()
        self.user[server.name].append((user_after - user) / requests * 1e6)
        self.system[server.name].append((system_after - system) / requests * 1e6)
        self.latencies[server.name].append(latency)
        return f"{server.name} {self._cost(server.name)[-1]:.1f} us, {requests / self.args.seconds:.0f}/s, {latency}"

    def _cost(self, name):
        return [user + system for user, system in zip(self.user[name], self.system[name])]

    def report(self):
        ratios = {s.name: Ratio(self._cost(s.name), self._cost(self.base)) for s in self.started}
        rows = [[s.name, *(f"{statistics.median(v):.1f}" for v in (
                    self._cost(s.name), self.user[s.name], self.system[s.name])),
                 *(self._ratio(s.name, base) for base in (self.base, *self.also)),
                 f"{self.idle[s.name]:.0f}", f"{s.rss_megabytes():.0f}"] for s in self.started]
        print("\n" + table(["proxy", "CPU per request, us", "user", "kernel",
                            *(f"ratio to {base} (95 % interval)" for base in (self.base, *self.also)),
                            "RSS before load, MB", "and after"], rows))
        print("\n" + verdict({self.control: ratios[self.control]}, {name: ratio.values for name, ratio in ratios.items()}))

    def _ratio(self, name, base):
        if name == base:
            return "1"
        ratio = Ratio(self._cost(name), self._cost(base))
        return f"{ratio.middle:.2f} ({ratio.interval()})"
