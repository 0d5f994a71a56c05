"""What the proxies are loaded with: requests from one core, as many as they take."""
import re
import subprocess
import sys
import time

from measure.java import ROOT

UPLOAD = ROOT / "e2e/bench/measure/upload.lua"


class Load:
    """Requests by wrk, over HTTP/1.1."""

    program = "wrk"

    def __init__(self, path, connections=64, *more):
        self.path, self.connections, self.more = path, connections, more

    def __str__(self):
        return f"{self.connections} connections, {self.path} {' '.join(self.more)}".rstrip()

    def await_ready(self, server):
        server.await_answer(self.path)

    def run(self, server, core, seconds):
        """Requests that were answered, and the 99th percentile of the latency, as the program says it."""
        out = self._output(["taskset", "-c", str(core), "wrk", "-t1", f"-c{self.connections}", f"-d{seconds}s",
                            "--latency", *self.more, f"http://127.0.0.1:{server.port}{self.path}"])
        if "Non-2xx" in out or "Socket errors" in out:
            sys.exit(f"the load on {server.name} saw errors:\n{out}")
        return int(re.search(r"(\d+) requests in", out).group(1)), re.search(r"99%\s+(\S+)", out).group(1)

    def _output(self, command):
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Http2Load(Load):
    """Requests by h2load, over HTTP/2 by prior knowledge, 16 at once on each connection."""

    program = "h2load"

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
                            f"-D{seconds}", f"http://127.0.0.1:{server.port}{self.path}"])
        total = re.search(r"requests: \d+ total, \d+ started, (\d+) done, (\d+) succeeded, (\d+) failed", out)
        if not total or int(total.group(2)) == 0 or int(total.group(3)) > 0 or total.group(1) != total.group(2):
            sys.exit(f"the load on {server.name} saw errors:\n{out}")
        return int(total.group(2)), re.search(r"time for request:\s+\S+\s+(\S+)", out).group(1) + " at most"


LOADS = {
    "small": lambda connections: Load("/small", connections or 64),
    "64k": lambda connections: Load("/64k", connections or 64),
    "upload": lambda connections: Load("/upload", connections or 64, "-s", str(UPLOAD)),
    "close": lambda connections: Load("/small", connections or 64, "-H", "Connection: close"),
    "http2": lambda connections: Http2Load("/small", connections or 8),
}
