"""Is the database whole, private, and does what follows from the records still follow?"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from tcm_tui.records import audit, deriving, freshness, keyring, paths
from tcm_tui.records.errors import StoreError
from tcm_tui.records.store import SCHEMA, Store
from tcm_tui.rules import ledger
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.pack import Packs

SAMPLE = 200  # members whose ledger is worked out again unless the whole is asked for


class Check(NamedTuple):
    """One thing looked at: its name, whether it is well, and a sentence for a person."""

    name: str
    ok: bool
    sentence: str


def doctor(store: Store, policy: Policy, packs: Packs, *, whole: bool = False) -> list[Check]:
    """Look at everything that can be wrong with the file; whole works out every member's ledger again."""
    with store.snapshot():
        return [
            *without_figures(store),
            *_figures(packs.faults()),
            _fingerprint(store, policy, packs),
            _ledger(store, policy, packs, whole),
        ]


def with_faulty_figures(store: Store, faults: Sequence[str]) -> list[Check]:
    """What can be looked at while the rule values can't be used, and what is wrong with those."""
    with store.snapshot():
        return [*without_figures(store), *_figures(faults)]


def without_figures(store: Store) -> list[Check]:
    """What asks for no rule value."""
    return [
        _integrity(store),
        _references(store),
        _version(store),
        *(_permissions(store.path) if isinstance(store.path, Path) else ()),
        *(_encryption(store.path) if isinstance(store.path, Path) else ()),
        _days(store),
        _audit(store),
    ]


def _figures(faults: Sequence[str]) -> list[Check]:
    if not faults:
        return [Check("rule values", True, "Every file of rule values can be read, the agency's own too.")]
    return [Check("rule values", False, f"{fault}.") for fault in faults]


def _integrity(store: Store) -> Check:
    found = [str(row[0]) for row in store.rows("PRAGMA integrity_check(5)")]
    ok = found == ["ok"]
    said = "Every page can be read." if ok else "The file is damaged: restore a backup."
    return Check("integrity", ok, said)


def _references(store: Store) -> Check:
    broken = len(store.rows("PRAGMA foreign_key_check"))
    said = f"{broken} records name a record that is missing." if broken else "Every reference has its record."
    return Check("references", not broken, said)


def _version(store: Store) -> Check:
    (version,) = store.row("PRAGMA user_version") or (0,)
    return Check("version", version == SCHEMA, f"Schema {version}; this program's is {SCHEMA}.")


def _permissions(path: Path) -> list[Check]:
    if os.name == "nt":
        return []
    mode = stat.S_IMODE(path.stat().st_mode)
    folder = stat.S_IMODE(path.parent.stat().st_mode)
    open_folder = bool(folder & 0o022) and not folder & stat.S_ISVTX
    if path.parent == paths.data_folder():
        open_folder = bool(folder & 0o077)
    return [
        Check("file mode", not mode & 0o077, f"{path} has mode {mode:04o}; 0600 keeps others out."),
        Check("folder mode", not open_folder, f"{path.parent} has mode {folder:04o}; 0700 keeps others out."),
    ]


def _encryption(path: Path) -> list[Check]:
    """Of an encrypted database whether its key file is as it should be, and which copies beside it are plain."""
    if keyring.secret_of(path.absolute()) is None:
        return []
    from tcm_tui.records import encrypting, keyfile

    try:
        file = keyfile.load(path)
    except StoreError as error:
        return [Check("encryption", False, error.sentence)]
    key = keyring.secret_of(path.absolute()) or b""
    mark = keyfile.mark_of(key)
    if mark not in file.marks or not keyfile.vouches(file, {mark: key}):
        told = f"{keyfile.place(path)} was changed by something else than tcm: put that of a backup in its place."
        return [Check("encryption", False, told)]
    plain = encrypting.plain_copies(path)
    if plain:
        return [Check("encryption", False, f"Copies that are not encrypted: {', '.join(map(str, plain))}.")]
    said = f"Encrypted; {len(file.people)} may open it"
    if len(file.marks) > 1:
        return [Check("encryption", False, f"{said}; giving it another key was broken off: remove that person again.")]
    return [Check("encryption", True, f"{said}, and the recovery code.")]


def _fingerprint(store: Store, policy: Policy, packs: Packs) -> Check:
    stale = freshness.is_stale(store, policy, packs)
    said = "was worked out with other figures or settings" if stale else "goes with the figures and settings"
    return Check("figures", not stale, f"The ledger {said}.")


def _ledger(store: Store, policy: Policy, packs: Packs, whole: bool) -> Check:
    members = [row[0] for row in store.rows("SELECT member_id FROM members ORDER BY member_id")]
    step = 1 if whole else max(1, len(members) // SAMPLE)
    looked = members[::step]
    workers = deriving.workers(store.connection)
    wrong = sum(not _matches(store, member, workers, policy, packs) for member in looked)
    said = f"{len(looked)} of {len(members)} members looked at, {wrong} with a ledger that does not match."
    return Check("ledger", not wrong, said)


def _matches(store: Store, member: str, workers: dict[str, Any], policy: Policy, packs: Packs) -> bool:
    facts = deriving.facts_of(store.connection, member)
    assert facts is not None
    services = deriving.services_of(store.connection, member, *deriving.ALL_DAYS)
    entries = ledger.assess(services, facts, workers, policy, packs)
    first, last = deriving.ALL_DAYS
    stored = store.rows(deriving.LEDGER_OF, (member, first.isoformat(), last.isoformat()))
    return set(stored) == set(deriving.stored_form(entries))


def _days(store: Store) -> Check:
    wrong = store.rows("""
        SELECT cm_id, date, sum(u), sum(b), sum(m), sum(c) FROM (
          SELECT cm_id, date, units AS u, billable_minutes AS b, minutes AS m, minutes * community AS c
          FROM ledger UNION ALL
          SELECT cm_id, date, -units, -billable_minutes, -minutes, -community_minutes FROM cm_days) AS both_ways
        GROUP BY cm_id, date HAVING sum(u) <> 0 OR sum(b) <> 0 OR sum(m) <> 0 OR sum(c) <> 0""")
    said = f"{len(wrong)} days of workers do not match." if wrong else "Every worker's day is the sum of its visits."
    return Check("worker days", not wrong, said)


def last_change(store: Store, before: datetime) -> str | None:
    """The moment of the last change before another moment, as the audit log has it; None without."""
    seen = ", ".join(f"'{action}'" for action in sorted(audit.TOLD))
    sql = f"SELECT at FROM audit WHERE at < ? AND action NOT IN ({seen}) ORDER BY id DESC LIMIT 1"
    found = store.row(sql, (audit.stamp(before),))
    return str(found[0]) if found else None


def _audit(store: Store) -> Check:
    chain = audit.verify_chain(store)
    if chain.ok:
        return Check("audit log", True, f"{chain.read} entries, unbroken.")
    where = f"from entry {chain.first_bad_id} on" if chain.first_bad_id else "at its end: entries are missing"
    return Check("audit log", False, f"The log was changed {where}.")
