"""A cluster on this machine: a scheduler and executors, each a process of the program."""

import contextlib
import pathlib
import signal
import socket
import subprocess
import time


def free_ports(count):
    """Ports that nobody listens on, each with the next one free too."""
    found = []
    while len(found) < count:
        with contextlib.ExitStack() as held:
            one = held.enter_context(socket.socket())
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            with contextlib.suppress(OSError):
                held.enter_context(socket.socket()).bind(("127.0.0.1", port + 1))
                if all(abs(port - other) > 1 for other in found):
                    found.append(port)
    return found


class Cluster:
    """Starts on `with`, and is gone after it."""

    def __init__(self, program, work, executors=2, threads=1):
        self.program, self.work = program, pathlib.Path(work)
        self.ports = free_ports(1 + executors)
        self.threads = threads
        self.address = f"127.0.0.1:{self.ports[0]}"
        self.processes = []

    def __enter__(self):
        self.work.mkdir(parents=True, exist_ok=True)
        self.start("scheduler", "--listen", self.address)
        self.wait_for(self.ports[0])
        for number, port in enumerate(self.ports[1:]):
            self.start(
                "executor", "--scheduler", self.address, "--listen", f"127.0.0.1:{port}",
                "--work", self.work / f"executor-{number}", "--threads", str(self.threads),
            )
            self.wait_for(port)
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.kill()
            process.wait()

    def start(self, what, *arguments):
        command = [self.program, "archive", what, *map(str, arguments)]
        with open(self.work / f"{what}-{len(self.processes)}.log", "w") as log:
            self.processes.append(subprocess.Popen(command, stdout=log, stderr=log))

    def wait_for(self, port, seconds=60):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
            assert self.processes[-1].poll() is None, f"a process ended: see {self.work}"
            time.sleep(0.1)
        raise AssertionError(f"nobody listens on port {port}: see {self.work}")

    def kill_an_executor(self):
        """SIGKILL, as a machine that is gone."""
        self.processes[-1].send_signal(signal.SIGKILL)
        self.processes[-1].wait()

    def shuffled(self):
        """Bytes that executors wrote for each other."""
        return sum(path.stat().st_size for path in self.work.glob("executor-*/**/*") if path.is_file())
