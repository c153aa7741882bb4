"""Where an agency's records are when they are on a server: the URL of its database, never with a password.

    postgresql+psycopg://USER@HOST/DATABASE?sslmode=verify-full

A password in the URL is taken out at once and kept in memory (``keyring``). Better is to give none: libpq asks
``$PGPASSFILE`` (``~/.pgpass``), ``$PGPASSWORD`` or a client certificate.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from tcm_tui.records import keyring
from tcm_tui.records.errors import StoreError

SCHEMES = ("postgresql+psycopg", "postgresql", "postgres")
SECURE = ("verify-full", "verify-ca", "require")
_OPTIONS = frozenset(
    "host hostaddr port sslmode sslrootcert sslcert sslkey sslcrl channel_binding passfile connect_timeout"
    " application_name target_session_attrs options keepalives keepalives_idle".split()
)
_FROM_ENVIRONMENT = {"host": "PGHOST", "hostaddr": "PGHOSTADDR", "sslmode": "PGSSLMODE"}


@dataclass(frozen=True)
class Server:
    """A database of a server. ``str()`` of it is its URL, safe to show and enough to open it again."""

    user: str
    host: str
    port: str
    database: str
    options: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else quote(self.host, safe=",")
        port = f":{self.port}" if self.port else ""
        query = f"?{urlencode(self.options, safe='/')}" if self.options else ""
        return f"{SCHEMES[0]}://{user}{host}{port}/{quote(self.database, safe='')}{query}"

    @property
    def name(self) -> str:
        """The database and where it is, as a sentence names it."""
        host = dict(self.options).get("host") or self.host
        local = not host or host.startswith(("/", "@"))
        return f"the database {self.database} on {'this machine' if local else host}"

    @property
    def parameters(self) -> dict[str, str]:
        """What libpq is told, without a password."""
        given = {"user": self.user, "host": self.host, "port": self.port, "dbname": self.database}
        return {name: value for name, value in given.items() if value} | dict(self.options)

    def stays_here(self) -> bool:
        """Whether the connection does not leave this machine: a socket, or a loopback address, whoever names it."""
        named = {name: self._said(name) for name in ("host", "hostaddr")}
        if os.environ.get("PGSERVICE") and not (named["host"] or named["hostaddr"]):
            return False
        return all(_is_here(each) for value in named.values() for each in value.split(","))

    def check_secure(self) -> None:
        """Raises StoreError where records would travel without TLS."""
        if not self.stays_here() and self.sslmode not in SECURE:
            said = "is on another machine: add sslmode=verify-full to the URL (or require), so that nobody reads along"
            raise StoreError("unreachable", f"{self.name[0].upper()}{self.name[1:]} {said}. Nothing was sent.")

    @property
    def sslmode(self) -> str:
        """As the URL has it, else ``$PGSSLMODE``."""
        return self._said("sslmode")

    def _said(self, name: str) -> str:
        own = {"host": self.host} | dict(self.options)
        return own.get(name) or os.environ.get(_FROM_ENVIRONMENT[name], "")


def _is_here(host: str) -> bool:
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_url(text: str) -> bool:
    """Whether a text means a server and not a file."""
    return text.partition("://")[0] in SCHEMES and "://" in text


def server(url: str) -> Server:
    """The place a URL names; a password in it goes to the keyring. Raises StoreError, never showing the URL."""
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
        options = parse_qsl(parts.query, strict_parsing=bool(parts.query))
    except ValueError:
        raise StoreError("unreachable", f"That is no URL of a database: write {_SHAPE}.") from None
    password = unquote(parts.password) if parts.password else ""
    for name, value in options:
        if name == "password":
            password = value
        elif name not in _OPTIONS:
            raise StoreError("unreachable", f"“{name}” is not known in the URL of a database: write {_SHAPE}.")
    database = unquote(parts.path.removeprefix("/"))
    if not database or "/" in database:
        raise StoreError("unreachable", f"The URL names no database: write {_SHAPE}.")
    kept = tuple((name, value) for name, value in options if name != "password")
    hosts = unquote(parts.netloc.rpartition("@")[2].rpartition(":")[0] if port else parts.netloc.rpartition("@")[2])
    found = Server(unquote(parts.username or ""), hosts.strip("[]"), port, database, kept)
    if password:
        keyring.keep(found, password.encode())
    return found


_SHAPE = f"{SCHEMES[0]}://USER@HOST/DATABASE?sslmode=verify-full"
