"""Servers that are loaded in turn, and what a request costs each of them."""
import random
import statistics

from measure.figures import Ratio, table, verdict


class Rounds:
    """In each round every server is under load once, in random order.

    under_load: takes a server and seconds, and returns how many requests it answered and their p99
    base: the name of what the others are compared to; control: of its equal; also: of others to compare to
    """

    def __init__(self, started, under_load, seconds, base, control, also=()):
        self.started, self.under_load, self.seconds = started, under_load, seconds
        self.base, self.control, self.also = base, control, also
        self.chance = random.Random(1)
        self.idle = {server.name: server.rss_megabytes() for server in started}
        self.user, self.system = {s.name: [] for s in started}, {s.name: [] for s in started}

    def run(self, warmup, rounds):
        for _ in range(-(-warmup // self.seconds)):
            for server in self._in_any_order():
                self.under_load(server, self.seconds)
        for number in range(1, rounds + 1):
            told = [self._measure(server) for server in self._in_any_order()]
            print(f"round {number}: " + "; ".join(told), flush=True)

    def _in_any_order(self):
        return self.chance.sample(self.started, len(self.started))

    def _measure(self, server):
        user, system = server.cpu_seconds()
        requests, p99 = self.under_load(server, self.seconds)
        user_after, system_after = server.cpu_seconds()
        self.user[server.name].append((user_after - user) / requests * 1e6)
        self.system[server.name].append((system_after - system) / requests * 1e6)
        return f"{server.name} {self._cost(server.name)[-1]:.1f} us, {requests / self.seconds:.0f}/s, p99 {p99}"

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
