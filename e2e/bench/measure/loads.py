"""What the proxies are loaded with: requests from one core, as many as they take, or so many a second."""
import re
import subprocess
import sys
import time

from measure import machine
from measure.java import ROOT

MEASURE = ROOT / "e2e/bench/measure"


class Load:
    """Requests by wrk, over HTTP/1.1."""

    program = "wrk"
    to_client, to_backend = "http/1.1", "http/1.1"

    def __init__(self, path, connections=64, *more):
        self.path, self.connections, self.more = path, connections, more

    def __str__(self):
        return f"{self.connections} connections, {self.path} {' '.join(self.more)}".rstrip()

    def await_ready(self, server):
        server.await_answer(self.path)

    def run(self, server, core, seconds):
        """Requests that were answered, and what the program says of their latency."""
        out = self._wrk(server, core, seconds)
        return int(re.search(r"(\d+) requests in", out).group(1)), "p99 " + re.search(r"99%\s+(\S+)", out).group(1)

    def _wrk(self, server, core, seconds, *arguments):
        out = self._output(["taskset", "-c", str(core), "wrk", "-t1", f"-c{self.connections}", f"-d{seconds}s",
                            "--latency", *self.more, f"http://127.0.0.1:{server.port}{self.path}", *arguments])
        if "Non-2xx" in out or "Socket errors" in out:
            sys.exit(f"the load on {server.name} saw errors:\n{out}")
        return out

    def _output(self, command):
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class PacedLoad(Load):
    """So many requests in a second, whenever they are answered: each connection pauses at random, the shorter the more."""

    def __init__(self, path, connections, rate, *more):
        super().__init__(path, connections, "-s", str(MEASURE / "paced.lua"), *more)
        self.rate = rate

    def __str__(self):
        return f"{self.rate} requests a second by {self.connections} connections, {self.path}"

    def run(self, server, core, seconds):
        """Requests that were answered, and their latencies in us: p50, p99, p99.9."""
        out = self._wrk(server, core, seconds, str(self.connections / self.rate * 1000))
        latencies = re.search(r"latencies (\d+) (\d+) (\d+)", out).groups()
        return int(re.search(r"(\d+) requests in", out).group(1)), tuple(map(int, latencies))


class WholeAnswer(Load):
    """One answer after the other by curl."""

    program = "curl"

    def __init__(self, path):
        super().__init__(path, 1)

    def __str__(self):
        return f"one answer after the other, {self.path}"

    def run(self, server, core, seconds):
        began, answers = time.monotonic(), 0
        while not answers or time.monotonic() < began + seconds:
            self._output(["taskset", "-c", str(core), "curl", "-sf", "-o", "/dev/null",
                          f"http://127.0.0.1:{server.port}{self.path}"])
            answers += 1
        return answers, f"{(time.monotonic() - began) / answers:.2f} s each"


class Http2Load(Load):
    """Requests by h2load, over HTTP/2 by prior knowledge, 16 at once on each connection."""

    program = "h2load"
    to_client = "h2c"

    def __str__(self):
        return f"{self.connections} connections of HTTP/2 with 16 streams each, {self.path}"

    def await_ready(self, server):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if server.listens():
                return
            time.sleep(0.05)
        sys.exit(f"{server.name} does not listen on port {server.port}")

    def run(self, server, core, seconds):
        out = self._output(["taskset", "-c", str(core), "h2load", "-t1", f"-c{self.connections}", "-m16",
                            f"-D{seconds}", *self.more, f"http://127.0.0.1:{server.port}{self.path}"])
        total = re.search(r"requests: \d+ total, \d+ started, (\d+) done, (\d+) succeeded, (\d+) failed", out)
        if not total or int(total.group(2)) == 0 or int(total.group(3)) > 0 or total.group(1) != total.group(2):
            sys.exit(f"the load on {server.name} saw errors:\n{out}")
        return int(total.group(2)), re.search(r"time for request:\s+\S+\s+(\S+)", out).group(1) + " at most"


class GrpcLoad(Http2Load):
    """Unary calls, whose messages have 33 bytes both ways."""

    to_backend = "grpc"

    def __init__(self, connections):
        super().__init__("/bench.Echo/Unary.grpc", connections, "-d", str(MEASURE / "message.grpc"),
                         "-H", "content-type: application/grpc", "-H", "te: trailers")


LOADS = {
    "small": lambda connections: Load("/small", connections or 64),
    "64k": lambda connections: Load("/64k", connections or 64),
    "upload": lambda connections: Load("/upload", connections or 64, "-s", str(MEASURE / "upload.lua")),
    "1g": lambda connections: WholeAnswer("/1g"),
    "close": lambda connections: Load("/small", connections or 64, "-H", "Connection: close"),
    "http2": lambda connections: Http2Load("/small", connections or 8),
    "grpc": lambda connections: GrpcLoad(connections or 8),
}


def add_arguments(parser):
    parser.add_argument("--load", choices=LOADS, default="small", help="answers of 33 bytes or 64 KiB, requests with "
                        "a body of 64 KiB, answers of 1 GiB, a new connection for each request, HTTP/2, gRPC")
    parser.add_argument("--connections", type=int, help="64, of HTTP/2 and gRPC 8")


def of(args):
    """The load that the arguments name, whose program has to be there."""
    load = LOADS[args.load](args.connections)
    machine.need(load.program)
    return load
