"""A PostgreSQL server of the tests' own: one for all workers of a test run, thrown away at its end.

It is the system's ``postgres`` program with a data folder in a temporary folder, reached by a socket in that folder and
by a free port of 127.0.0.1. PostgreSQL refuses to run as root; then it runs as ``postgres`` or ``nobody``. Workers of
one run share it: each signs in and out, the last one stops it. A server whose workers are all dead is stopped by the
next run.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OWNER = "tcm_owner"
PASSWORD = "only for tests"
_PREFIX = "tcm-tests-pg-"
# Texts sort by letters here, as in most real databases, so that an order the program relies on must be its own.
_LOCALE = ["--locale-provider=icu", "--icu-locale=en-US", "--locale=C.UTF-8"]
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "password_encryption": "scram-sha-256",
    "deadlock_timeout": "200ms",
    "log_min_messages": "warning",
}
_HBA = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"


def programs() -> Path | None:
    """Where the newest installed server's programs are; None without any."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    on_path = shutil.which("postgres")
    found += [Path(on_path).parent] if on_path else []
    return max(found, key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))], default=None)


def why_not() -> str | None:
    """Why no server can be started here; None when one can."""
    if programs() is None:
        return "PostgreSQL's server is not installed (apt-get install postgresql)"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed (the extra postgres)"
    return None


def _account() -> dict[str, Any]:
    """The arguments of subprocess for an account that is not root's; none needed for anybody else."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


class Server:
    """A running server in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = int((folder / "port").read_text())

    def url(self, database: str, user: str = OWNER, tcp: bool = False) -> str:
        """What ``--db`` takes. By the socket no password is asked; by TCP it is ``PASSWORD`` (not in the URL)."""
        if tcp:
            return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{database}"
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}&port={self.port}"

    def connect(self, database: str = "postgres", user: str = OWNER) -> Any:
        """A plain psycopg connection, each statement a transaction of its own."""
        import psycopg

        return psycopg.connect(
            host=str(self.folder), port=self.port, dbname=database, user=user, autocommit=True, connect_timeout=10
        )

    def sql(self, text: str, database: str = "postgres", user: str = OWNER) -> list[Any]:
        """Run a statement; its rows, if it has any."""
        with contextlib.closing(self.connect(database, user)) as opened:
            found = opened.execute(text)
            return found.fetchall() if found.description else []

    def fresh(self, template: str = "template0") -> str:
        """The URL of a new database like another one; nobody else may be connected to that."""
        name = f"t{os.getpid()}_{time.monotonic_ns()}"
        with self._alone():
            self.sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(name)

    def empty_agency(self) -> str:
        """The URL of a new database that the program's migrations have made."""
        with self._alone():
            if not self.sql("SELECT 1 FROM pg_database WHERE datname = 'agency_template'"):
                self.sql("CREATE DATABASE agency_template TEMPLATE template0")
                from tcm_tui.records.store import open_store

                open_store(self.url("agency_template"), create=True).close()
        return self.fresh("agency_template")

    def drop(self, url: str) -> None:
        """Throw a database away, whoever is connected to it."""
        self.sql(f'DROP DATABASE IF EXISTS "{name_of(url)}" WITH (FORCE)')

    def start(self) -> None:
        """Start it (again), and wait until it answers."""
        bin_ = programs()
        assert bin_ is not None
        args = [str(bin_ / "pg_ctl"), "start", "-w", "-t", "60", "-D", str(self.folder / "data")]
        _run([*args, "-l", str(self.folder / "log"), "-s"])

    def stop(self) -> None:
        bin_ = programs()
        assert bin_ is not None
        _run([str(bin_ / "pg_ctl"), "stop", "-w", "-s", "-m", "immediate", "-D", str(self.folder / "data")])

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with _locked(self.folder / "making"):
            yield


def name_of(url: str) -> str:
    """The database a URL of ``Server.url`` names."""
    found = re.fullmatch(r"[^?]*/([^/?]+)(\?.*)?", url)
    assert found is not None
    return found[1]


@contextlib.contextmanager
def running(shared: Path) -> Iterator[Server]:
    """The run's server, started by who comes first and stopped by who goes last. shared: a folder of the whole run."""
    mark = shared / "postgres-server"
    with _locked(shared / "postgres-lock"):
        _sweep()
        if mark.exists() and Path(mark.read_text()).is_dir():
            server = Server(Path(mark.read_text()))
        else:
            server = _make()
            mark.write_text(str(server.folder))
        here = server.folder / "users" / str(os.getpid())
        here.touch()
    try:
        yield server
    finally:
        with _locked(shared / "postgres-lock"):
            here.unlink(missing_ok=True)
            if not _living(server.folder):
                _remove(server.folder)
                mark.unlink(missing_ok=True)


def _make() -> Server:
    bin_ = programs()
    assert bin_ is not None
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    (folder / "users").mkdir()
    (folder / "users" / str(os.getpid())).touch()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "port").write_text(str(port))
    account = _account()
    if account:
        os.chown(folder, account["user"], account["group"])
    init = [str(bin_ / "initdb"), "-D", str(folder / "data"), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync"]
    _run([*init, "--no-instructions", *_LOCALE])
    settings = _SETTINGS | {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(folder),
    }
    with (folder / "data" / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    (folder / "data" / "pg_hba.conf").write_text(_HBA)
    if shutil.which("openssl"):
        _certificate(folder / "data")
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.write("ssl = 'on'\n")
    server = Server(folder)
    server.start()
    server.sql(f"ALTER ROLE {OWNER} PASSWORD '{PASSWORD}'")
    return server


def _certificate(data: Path) -> None:
    """A certificate of its own for 127.0.0.1, which vouches for itself."""
    made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30", "-subj", "/CN=tests"]
    files = ["-keyout", str(data / "server.key"), "-out", str(data / "server.crt")]
    openssl = shutil.which("openssl")
    assert openssl is not None
    _run([openssl, "req", "-x509", *made, "-addext", "subjectAltName=IP:127.0.0.1", *files])


def _run(args: list[str]) -> None:
    done = subprocess.run(
        args,
        capture_output=True,
        text=True,
        cwd="/",
        umask=0o077,
        env={"PATH": os.defpath, "LC_ALL": "C"},
        **_account(),
    )
    assert done.returncode == 0, f"{' '.join(args)}: {done.stdout}{done.stderr}"


def _living(folder: Path) -> bool:
    return any(Path(f"/proc/{user.name}").exists() for user in (folder / "users").iterdir())


def _sweep() -> None:
    """Stop and remove what killed test runs of this account have left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError, AssertionError):
            if (folder / "port").exists() and (folder / "users").is_dir() and not _living(folder):
                _remove(folder)


def _remove(folder: Path) -> None:
    pid = folder / "data" / "postmaster.pid"
    if pid.exists():
        with contextlib.suppress(AssertionError, OSError):
            Server(folder).stop()
    if pid.exists():
        with contextlib.suppress(OSError, ValueError):
            os.kill(int(pid.read_text().split("\n")[0]), signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
