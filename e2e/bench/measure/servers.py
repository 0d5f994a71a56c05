"""The proxies that are compared, and the backend behind them, as processes of one run."""
import base64
import functools
import hashlib
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from measure import machine
from measure.java import ROOT

BACKEND_PORT = 18080  # as in route/local
ROUTE = ROOT / "e2e/bench/route"
TICKS = os.sysconf("SC_CLK_TCK")

NGINX = """
daemon off; worker_processes 1; pid {dir}/{port}.pid; error_log {dir}/{port}.log;
events {{ worker_connections 8192; }}
http {{
  access_log off; keepalive_requests 1000000000;
  client_body_temp_path {dir}/body{port}; proxy_temp_path {dir}/proxy{port}; fastcgi_temp_path {dir}/fcgi{port};
  uwsgi_temp_path {dir}/uwsgi{port}; scgi_temp_path {dir}/scgi{port};
  {content}
}}
"""
BACKEND = """server {{
    listen 127.0.0.1:{port};
    location = /small {{ default_type text/plain; return 200 "hello from the backend of the benchmark\\n"; }}
    location = /upload {{ default_type text/plain; return 200 "taken\n"; }}
    location / {{ root {dir}/files; }}
  }}"""
NGINX_PROXY = """upstream backend {{ server 127.0.0.1:{backend}; keepalive 1024; keepalive_requests 1000000000; }}
  server {{
    listen 127.0.0.1:{port}{http2};
    location / {{ {location} }}
  }}"""
NGINX_LOCATIONS = {
    "http/1.1": """
      proxy_request_buffering off; proxy_max_temp_file_size 0;
      proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr;
    """,
    "grpc": "grpc_pass grpc://backend; grpc_set_header X-Forwarded-For $remote_addr;",
}
HAPROXY = """
global
  nbthread 1
  maxconn 8192
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  option forwardfor
  http-reuse always
frontend traffic
  bind 127.0.0.1:{port}
  default_backend backend
backend backend
  server backend 127.0.0.1:{backend}{protocol}
"""
ENVOY = """
static_resources:
  listeners:
  - address: {{socket_address: {{address: 127.0.0.1, port_value: {port}}}}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: bench
          use_remote_address: true
          normalize_path: true
          route_config:
            virtual_hosts:
            - {{name: all, domains: ["*"], routes: [{{match: {{prefix: /}}, route: {{cluster: backend}}}}]}}
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {{"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}}
  clusters:
  - name: backend
    type: STATIC
{protocol}    circuit_breakers: {{thresholds: [{{max_connections: 4096, max_pending_requests: 4096, max_requests: 4096}}]}}
    load_assignment:
      cluster_name: backend
      endpoints:
      - lb_endpoints:
        - endpoint: {{address: {{socket_address: {{address: 127.0.0.1, port_value: {backend}}}}}}}
"""
ENVOY_PROTOCOLS = {
    "http/1.1": "",
    "grpc": """    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        explicit_http_config: {http2_protocol_options: {}}
""",
}
DATA_PLANE = """
listeners:
  traffic: {{host: 127.0.0.1, port: {port}}}
  push: {{host: 127.0.0.1, port: {push}}}
  observe: {{host: 127.0.0.1, port: {observe}}}
drain: {{delay: 0s, deadline: 1s}}
accessLog: {{mode: "{log}"}}
loops: {loops}
push: {channel}
"""


class Server:
    """A started process and the port that it takes requests at."""

    def __init__(self, name, port, process):
        self.name, self.port, self.process = name, port, process

    def cpu_seconds(self):
        """User and system time of the process and its children that live."""
        user = system = 0
        for pid in self._pids():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            user, system = user + int(fields[11]), system + int(fields[12])
        return user / TICKS, system / TICKS

    def rss_megabytes(self):
        texts = [pathlib.Path(f"/proc/{pid}/status").read_text() for pid in self._pids()]
        return sum(int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) for text in texts) / 1024

    def await_answer(self, path="/small", pause=0.05, patience=60):
        """Until a request is answered with 200."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                sys.exit(f"{self.name} ended by itself with {self.process.returncode}; its port may be taken")
            if status(self.port, path) == 200:
                return
            time.sleep(pause)
        sys.exit(f"{self.name} does not answer on port {self.port}")

    def listens(self):
        """Whether somebody takes connections at the port."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def _pids(self):
        pids = [self.process.pid]
        for pid in pids:
            pids += [int(c) for c in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return pids


class Servers:
    """Starts servers, and stops all of them at the end of a with-block."""

    def __init__(self, java):
        self.java = java
        self.started = []

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="gatehouse-bench-")
        self.folder = pathlib.Path(self.temporary.name)
        os.chmod(self.folder, 0o755)
        (self.folder / "files/bench.Echo").mkdir(parents=True)
        (self.folder / "files/64k").write_bytes(b"x" * 65536)
        with open(self.folder / "files/1g", "wb") as large:
            large.truncate(1 << 30)
        shutil.copy(ROOT / "e2e/bench/measure/message.grpc", self.folder / "files/bench.Echo/Unary.grpc")
        self.log = open(self.folder / "log", "w")
        return self

    def __exit__(self, *_):
        for server in reversed(self.started):
            server.stop()
        self.log.close()
        self.temporary.cleanup()

    def backend_of(self, load, core):
        """What answers the proxies under this load; returns once it does."""
        load.await_ready(self.backend(core) if load.to_backend == "http/1.1" else self.grpc_backend(core))

    def grpc_backend(self, core):
        """It answers a call with a file and a status."""
        types = self._file("types", "application/grpc grpc\n")
        return self._start("backend", BACKEND_PORT, core, machine.need("nghttpd"), "--no-tls", "-a", "127.0.0.1",
                           "-d", str(self.folder / "files"), f"--mime-types-file={types}",
                           "--trailer=grpc-status: 0", str(BACKEND_PORT))

    def backend(self, core):
        content = BACKEND.format(dir=self.folder, port=BACKEND_PORT)
        file = self._file("backend.conf", NGINX, port=BACKEND_PORT, content=content)
        return self._start("backend", BACKEND_PORT, core, machine.need("nginx"), "-c", file)

    def nginx(self, name, core, to_client="http/1.1", to_backend="http/1.1"):
        port = free_port()
        content = NGINX_PROXY.format(port=port, backend=BACKEND_PORT, http2=" http2" if to_client == "h2c" else "",
                                     location=NGINX_LOCATIONS[to_backend])
        file = self._file(f"nginx{port}.conf", NGINX, port=port, content=content)
        return self._start(name, port, core, machine.need("nginx"), "-c", file)

    def haproxy(self, name, core, to_backend="http/1.1"):
        port = free_port()
        file = self._file(f"haproxy{port}.cfg", HAPROXY, port=port, protocol=" proto h2" if to_backend == "grpc" else "")
        return self._start(name, port, core, machine.need("haproxy"), "-db", "-q", "-f", file)

    def envoy(self, name, core, to_backend="http/1.1"):
        port = free_port()
        file = self._file(f"envoy{port}.yaml", ENVOY, port=port, protocol=ENVOY_PROTOCOLS[to_backend])
        return self._start(name, port, core, machine.need("envoy"), "-c", file, "--concurrency", "1",
                           "--log-level", "error", "--use-dynamic-base-id")

    def gatehouse_run(self, name, core):
        port = free_port()
        return self._start(name, port, core, str(ROOT / "gatehouse"), "run", str(ROUTE), "--http-port", str(port),
                           "--admin-port", "0")

    def data_plane(self, name, core, log, body, loops=0, options=(), channel=None):
        """As its image has it, in a pod of 1 GiB, given a snapshot. Its log goes through a pipe, as in a container.

        loops: 0 for one for each processor; options: more of the JVM's; channel: None to be pushed to in the clear
        """
        port, push_port = free_port(), free_port()
        file = self._file(f"dataplane{port}.yaml", DATA_PLANE, port=port, push=push_port, observe=free_port(), log=log,
                          loops=loops, channel=channel.settings() if channel else "{}")
        command = self.java.packaged("dataplane", "--config", file, options=options)
        reader = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        server = self._start(name, port, core, *command, out=reader.stdin)
        reader.stdin.close()
        server.push_port = push_port
        push(push_port, body, tls=channel and channel.operator)
        return server

    @functools.cache
    def plain_push(self, to_backend="http/1.1"):
        """The body of the push that gives a pod the benchmark's route."""
        return self.push_with(speak_http2 if to_backend == "grpc" else lambda folder: None)

    def push_with(self, more):
        """One with what more adds to the folder of the route."""
        with tempfile.TemporaryDirectory(dir=self.folder) as made:
            routes, file = pathlib.Path(made) / "routes", pathlib.Path(made) / "push"
            shutil.copytree(ROUTE, routes)
            more(routes)
            subprocess.run(self.java.command("dev.gatehouse.e2e.bench.WholePush", routes, file), check=True)
            return file.read_bytes()

    def _start(self, name, port, core, *command, out=None):
        pinned = command if core is None else ["taskset", "-c", str(core), *command]
        process = subprocess.Popen(pinned, stdout=out or self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        self.started.append(Server(name, port, process))
        return self.started[-1]

    def _file(self, name, text, **values):
        path = self.folder / name
        path.write_text(text.format(dir=self.folder, backend=BACKEND_PORT, **values))
        return str(path)


def speak_http2(folder):
    """The backend of the routes in a folder."""
    file = folder / "route.yaml"
    file.write_text(file.read_text().replace("{port: 80}", "{port: 80, appProtocol: kubernetes.io/h2c}", 1))


def push(port, body, patience=60, tls=None):
    """Gives a fresh pod its snapshot, as soon as it listens; in the clear without a context for TLS."""
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    headers = {"content-type": "application/vnd.gatehouse.snapshot.v1+ndjson", "content-digest": f"sha-256=:{digest}:"}
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        connection = (http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=tls) if tls
                      else http.client.HTTPConnection("127.0.0.1", port, timeout=10))
        try:
            connection.request("PUT", "/v1/snapshot", body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status != 200 or '"rejected":[]' not in text:
                sys.exit(f"the pod does not take the push: {answer.status} {text}")
            return
        except ConnectionError:  # Nobody listens, or has a handler yet.
            time.sleep(0.002)
        finally:
            connection.close()
    sys.exit(f"no pod listens for pushes on port {port}")


def status(port, path):
    """Of the answer to a request on a connection of its own; None where there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
