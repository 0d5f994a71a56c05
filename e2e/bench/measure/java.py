"""Runs classes of this project with the JDK and the libraries that the launcher finds."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
# The launcher's own.
OPTIONS = ["--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
           "-XX:+UseCompactObjectHeaders"]


class Java:
    """Builds what is missing, at construction."""

    def __init__(self):
        done = subprocess.run(
            [ROOT / "gatehouse", "version"], capture_output=True, text=True,
            env={**os.environ, "GATEHOUSE_JAVA_OPTS": "-XshowSettings:properties"})
        found = re.search(r"java\.home = (.*)", done.stderr)
        if done.returncode or not found:
            sys.exit("gatehouse can't be built or started:\n" + done.stderr)
        self.bin = pathlib.Path(found.group(1)) / "bin"
        self.version = re.search(r"java\.runtime\.version = (.*)", done.stderr).group(1)
        libraries = (ROOT / "cli/target/classpath").read_text()
        self.path = f"{ROOT}/cli/target/gatehouse-cli.jar:{libraries}"

    def command(self, main, *arguments, options=()):
        return [str(self.bin / "java"), *OPTIONS, *options, "-cp", self.path, main, *map(str, arguments)]

    def samples(self, main, *arguments, options=()):
        """What the class prints by Samples, once it has ended; ends this program where it fails."""
        done = subprocess.run(self.command(main, *arguments, options=options), capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    def packaged(self, image, *arguments, options=()):
        """The command of a program as its image has it, AOT cache and all, where there is 1 GiB of memory.

        There the JVM takes its serial collector; here it would not, for the memory of the machine.
        """
        folder = self.images / image
        return ["env", "-C", str(folder), str(folder / "runtime/bin/java"), "-XX:MaxRAM=1g", "-XX:+UseSerialGC",
                "-XX:AOTMode=on", *options, "@java.args", *map(str, arguments)]

    def compile(self, sources):
        """Adds classes that no module ships to the class path."""
        out = ROOT / "e2e/target/bench"
        subprocess.run([self.bin / "javac", "-nowarn", "-proc:none", "-d", out, "-cp", self.path, *ROOT.glob(sources)],
                       check=True)
        self.path = f"{out}:{self.path}"

    def with_bench_classes(self):
        self.compile("e2e/src/test/java/dev/gatehouse/e2e/bench/*.java")
        return self

    def with_test_classes(self):
        """Instead all classes of e2e and their libraries, as Maven builds them."""
        self._maven("e2e", "process-test-classes")
        self.path = f"{ROOT}/e2e/target/test-classes:{(ROOT / 'e2e/target/classpath').read_text()}"
        return self

    def with_benchmarks_of(self, module):
        """The module's tests and their libraries, with what JMH generates for the benchmarks among them."""
        self._maven(module, "process-test-classes")
        target = ROOT / module / "target"
        made, generated = target / "test-classes", target / "benchmarks"
        self.path = f"{generated}:{made}:{target}/classes:{(target / 'test-classpath').read_text()}"
        shutil.rmtree(generated, ignore_errors=True)
        generated.mkdir()
        generator = self.command("org.openjdk.jmh.generators.bytecode.JmhBytecodeGenerator", made, generated, generated,
                                 "default")
        subprocess.run(generator, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([self.bin / "javac", "-nowarn", "-proc:none", "-d", generated, "-cp", self.path,
                        *generated.rglob("*.java")], check=True)
        return self

    def with_images(self):
        """Makes what images hold, and says where."""
        self._maven("deploy", "package")
        self.images = ROOT / "deploy/target/image"
        return self

    def _maven(self, module, phase):
        done = subprocess.run(["mvn", "-B", "-ntp", "-pl", module, "-am", "-Dformat.skip=true", "-DskipTests", phase],
                              cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{module} can't be built:\n" + done.stdout)
