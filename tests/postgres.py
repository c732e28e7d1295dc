"""A real PostgreSQL for the tests: a throw-away cluster on a socket of its own, started once, with a fresh database for each."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
USER = "postgres" if os.getuid() == 0 else None
"""The server refuses to run as root."""
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass
class Cluster:
    """A running server."""

    folder: Path
    numbers: count[int]

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"t{os.getpid()}_{next(self.numbers)}"
        self.run("createdb", "-h", str(self.folder), "-U", "tester", name)
        return f"postgresql://tester@/{name}?host={self.folder}"

    def restart(self) -> None:
        """As after a crash of the server."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "restart")

    def run(self, command: str, *arguments: str) -> None:
        """One of PostgreSQL's programs, as the user who may."""
        program = str(BIN[-1] / command)
        subprocess.run([program, *arguments], check=True, user=USER, group=USER, cwd="/", **QUIET)  # type: ignore[call-overload]


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server until the block ends; nothing of it is left."""
    folder = Path(tempfile.mkdtemp(prefix="byg-pg-", dir="/tmp"))  # a socket's path may have 107 characters
    if USER:
        shutil.chown(folder, USER, USER)
    server = Cluster(folder, count(1))
    data = str(folder / "data")
    try:
        server.run("initdb", "-D", data, "-U", "tester", "--auth=trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
        server.run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
