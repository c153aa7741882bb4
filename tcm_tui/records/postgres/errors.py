"""A server's errors as the records layer knows errors: the classes of a driver, SQLite's words, and no values.

PostgreSQL puts the values of a refused row into its messages; nothing of that is kept here.
"""

from __future__ import annotations

import re
from typing import Any

from tcm_tui.records.errors import Kind, StoreError


class Error(Exception):
    """What the server or the connection to it refused; state is its five letters, "" for a lost connection."""

    def __init__(self, said: str, state: str, kind: Kind | None = None, sentence: str = "") -> None:
        super().__init__(said)
        self.state = state
        self._kind, self._sentence = kind, sentence
        self.about = ""
        """Of what is denied: which records it is about."""

    @property
    def lost(self) -> bool:
        """Whether the connection went with it, so that it is open what became of a commit."""
        return self.state[:3] in ("", "57P", "080")

    @property
    def sqlite_errorcode(self) -> int:
        """The code SQLite has for this kind."""
        if isinstance(self, IntegrityError):
            return 19
        return 10 if self.lost else _CODES.get(self._kind or "", 1)

    def explained(self, place: object) -> StoreError | None:
        """The sentence for a person; None for an error of the statement."""
        from tcm_tui.records.postgres.place import Server

        if self._kind is None:
            return None
        if self.state == "42501":
            from tcm_tui.records.postgres import opened

            role = opened.of(place)
            if role is not None and role.role is not None:
                about = f" ({self.about})" if self.about else ""
                said = f"Your role, {role.role}, has no right to this part of the records{about}: nothing was changed."
                return StoreError("denied", said)
        name = place.name if isinstance(place, Server) else str(place)
        user = (place.user if isinstance(place, Server) else "") or "this user"
        return StoreError(self._kind, _capital(self._sentence.format(name=name, user=user)))


class OperationalError(Error):
    """Locked, full, cancelled, the connection lost ..."""


class IntegrityError(Error):
    """A row that a constraint refuses; told in SQLite's words, since the import and undo read those."""


_CODES: dict[str, int] = {"locked": 5, "full": 13, "cancelled": 9, "unreachable": 14, "missing": 14, "damaged": 11}

NOT_THERE = (
    "{name} can't be reached: the server does not answer. Nothing was changed. Try again, or ask who looks after it."
)
_LOST = "the connection to {name} was lost. Try again."
_BUSY = "{name} is in use by another program: nothing was changed. Try again in a moment."
_WHO = "{name} does not let {user} in: check the user's name and the password ($PGPASSFILE, ~/.pgpass)."
_MAY_NOT = "{user} may not do this in {name}: nothing was changed. Ask who gives the rights there."
_GONE = "{name} is not there: create it first (createdb), or correct the URL."
_FULL = "the disk of {name} is full: nothing was changed."
_BROKEN = "{name} is damaged: nothing was changed. Ask who looks after the server."

# By the first letters of the state; a longer beginning goes before a shorter one.
_SAYS: dict[str, tuple[Kind, str]] = {
    "55P03": ("locked", _BUSY),
    "40P01": ("locked", _BUSY),
    "40001": ("locked", _BUSY),
    "25P03": ("unreachable", _LOST),
    "57014": ("cancelled", "Given up while another program was writing: nothing was changed."),
    "57": ("unreachable", "the server of {name} is stopping or starting: nothing was changed. Try again in a moment."),
    "25006": ("unreachable", "{name} can only be read: nothing was changed."),
    "42501": ("unreachable", _MAY_NOT),
    "TCM01": ("denied", "The clock of this computer is off by more than an hour: nothing was changed. Set it right."),
    "28": ("unreachable", _WHO),
    "3D000": ("missing", _GONE),
    "53100": ("full", _FULL),
    "53": ("unreachable", "the server of {name} has no room for this just now: nothing was changed. Try again."),
    "58": ("unreachable", "the server of {name} can't read or write its disk: nothing was changed."),
    "08": ("unreachable", _LOST),
    "XX": ("damaged", _BROKEN),
}  # fmt: skip

# libpq gives no state for a log-in that failed, only the server's text.
_AT_THE_DOOR: tuple[tuple[str, Kind, str], ...] = (
    (r'database ".*" does not exist', "missing", _GONE),
    (r"no password|authentication failed|role .* does not exist|not permitted to log in|pg_hba", "unreachable", _WHO),
    (r"permission denied for database", "unreachable", _MAY_NOT),
    (r"too many (clients|connections)|connection slots", *_SAYS["53"]),
    (r"starting up|shutting down", *_SAYS["57"]),
    (r"certificate|SSL|TLS", "unreachable", "{name} was not reached: its TLS isn't what the URL asks for."),
)  # fmt: skip

OVERLAPS = {
    "ex_assignments": "overlapping assignments of a member",
    "ex_working_hours": "overlapping hours of a worker",
    "ex_availability": "overlapping hours of a member",
    "ex_leave": "overlapping leaves of a worker",
}
"""What SQLite's triggers say of the rows that these constraints refuse."""


def of(error: Any) -> Error:
    """The records layer's error for one of psycopg's."""
    state = getattr(error, "sqlstate", None) or ""
    diag = getattr(error, "diag", None)
    name = getattr(diag, "constraint_name", None) or ""
    if name == "ex_tcm_claims":  # decided without seeing each other, which the locks are there to prevent
        return OperationalError("another visit is booked at this time", state, *_SAYS["40001"])
    if state.startswith("23") or state == "P0001":
        return IntegrityError(_constraint(state, name, diag), state)
    for begins in (state, state[:2]) if state else ():
        if begins in _SAYS:
            found = OperationalError(f"the server refused this ({state})", state, *_SAYS[begins])
            found.about = _denied(getattr(diag, "message_primary", None) or "") if state == "42501" else ""
            return found
    if not state and type(error).__name__ in ("OperationalError", "InterfaceError", "ConnectionTimeout"):
        return OperationalError("the connection was lost", "", "unreachable", _LOST)
    return Error(
        f"{getattr(diag, 'message_primary', None) or type(error).__name__} ({state or 'no state'})", state or "?"
    )


def at_the_door(error: Any) -> Error:
    """The same for a connection that did not come about."""
    text = str(error)
    for pattern, kind, sentence in _AT_THE_DOOR:
        if re.search(pattern, text):
            return OperationalError("no connection", "08001", kind, sentence)
    return OperationalError("no connection", "08001", "unreachable", NOT_THERE)


def _constraint(state: str, name: str, diag: Any) -> str:
    if state == "23P01":
        return OVERLAPS.get(name, f"overlapping rows ({name})")
    if state == "P0001":  # raised by one of the schema's own triggers
        return str(diag.message_primary)
    if state == "23502":
        return f"NOT NULL constraint failed: {diag.table_name}.{diag.column_name}"
    kind = {"23505": "UNIQUE", "23503": "FOREIGN KEY", "23514": "CHECK"}.get(state, state)
    return f"{kind} constraint failed: {name}"


_SPOKEN = {
    "case_managers": "case managers",
    "cm_days": "hours",
    "ledger": "units",
    "residences": "homes",
    "external_units": "units of other agencies",
    "on_call": "on-call duty",
    "working_hours": "working hours",
    "fixed_appointments": "fixed appointments",
    "audit": "the audit log",
    "meta": "what the program keeps",
    "tcm_people": "people and their roles",
}


def _denied(message: str) -> str:
    """Which records a refusal is about, in the field's words."""
    found = re.search(r'(?:for (?:table|relation|view|sequence) "?|policy .*for table ")(\w+)', message)
    if found is None:
        return ""
    return _SPOKEN.get(found[1], found[1].replace("_", " "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
