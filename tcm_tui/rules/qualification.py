"""How long a worker stays qualified, and what each may take and bill. R2, R12, R13, R42-R47

The single questions are answered in ``credentials``, ``caseload`` and ``lines``; here they are put together
for one worker and one day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.rules import caseload, credential_clocks, credentials, lines
from tcm_tui.rules.activities import MOTHERS
from tcm_tui.rules.book import source
from tcm_tui.rules.facts import CaseManager, Credential
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.rules.credentials import ByKind, Needs, Requirement
    from tcm_tui.rules.pack import Packs

PROGRAMS = ("standard", "intensive", "wraparound", "pact", MOTHERS)
DAY = timedelta(days=1)


class Standing(NamedTuple):
    """Where a worker stands. status: qualified, lapsed (the records prove it), not-shown or not-asked (document B).

    asked: all requirements. through: the last day on which all are met as the records stand; None: no end is
    known, or something is missing today. ending: what is no longer met from the day after on.
    """

    status: str
    asked: tuple[Requirement, ...]
    through: date | None = None
    ending: tuple[Requirement, ...] = ()

    @property
    def missing(self) -> tuple[Requirement, ...]:
        return tuple(item for item in self.asked if not item.met)


class May(NamedTuple):
    """Whether a worker may take a program or bill a level modifier. verdict: ok, warn, refused or no-row.

    what: the program, the modifier, or None for no modifier. rows: ids of the rows of the limits table it bills.
    """

    what: str | None
    verdict: str
    because: tuple[Reason, ...] = ()
    rows: tuple[str, ...] = ()


def known(records: Iterable[Credential], on: date) -> list[Credential]:
    """Credentials as they are seen on a day: what happens later has not happened yet."""
    seen = []
    for record in records:
        if record.completed_on is None:
            if record.began_on is None or record.began_on <= on:
                seen.append(record)
        elif record.completed_on <= on:
            seen.append(record)
        elif record.kind in credentials.FINISHED_BY_COMPLETION and record.began_on and record.began_on <= on:
            seen.append(record._replace(completed_on=None))
    return seen


def standing(cm: CaseManager, records: Iterable[Credential], on: date, need: Needs) -> Standing:
    """Whether a worker has all that is asked on a day, and through which day that holds as the records stand."""
    seen = known(records, on)
    have = credentials.by_kind(seen)
    asked = tuple(credentials.requirements(cm, have, on, need))
    if not asked:
        return Standing("not-asked", ())
    missing = [item for item in asked if not item.met]
    if missing:
        return Standing("lapsed" if any(item.lapsed for item in missing) else "not-shown", asked)
    ends = {c.expires_on for c in seen if c.expires_on is not None}
    if cm.type == "wraparound":
        ends |= {clock.due_on for clock in credential_clocks.training_clock(cm, have, on, need)}
        ends |= {clock.due_on for clock in credential_clocks.credentialing_clocks(have, on, need)}
    for last in sorted(end for end in ends if end >= on):
        later = credentials.requirements(cm, have, last + DAY, need)
        ending = tuple(item for item in later if not item.met)
        if ending:
            return Standing("qualified", asked, last, ending)
    return Standing("qualified", asked)


def may_take(cm: CaseManager, have: ByKind, on: date, need: Needs) -> list[May]:
    """Each program: its own and what the qualification allows, with the reason where not. R12, R13"""
    intensive = credentials.intensive_qualified(cm.level, have, on, need)
    facilitator = credentials.is_facilitator(cm.level, cm.type)
    found = []
    for program in PROGRAMS:
        if not caseload.program_fits(program, intensive, facilitator):
            if program == "intensive":
                items = credentials.intensive_requirements(cm.level, have, on, need)
                texts = [("R46", item.text) for item in items if not item.met]
            else:
                texts = [("R13", f"no facilitator: CM {cm.level} of type {cm.type}, not a wraparound CM II or III")]
            found.append(May(program, "refused", tuple(Reason(rule, text, source(rule)) for rule, text in texts)))
        elif program == cm.type:
            found.append(May(program, "ok"))
        else:
            text = f"no rule forbids it; the caseload is then mixed, its worker of type {cm.type}"
            found.append(May(program, "warn", (Reason("R12", text, source("R12")),)))
    return found


@lru_cache(maxsize=8)
def _modifiers(packs: Packs) -> tuple[str, ...]:
    return tuple(sorted({row.level_modifier for row in packs.rows() if row.level_modifier}))


def may_bill(cm: CaseManager, contract: str | None, have: ByKind, on: date, need: Needs, packs: Packs) -> list[May]:
    """Each level modifier of the limits table, and none, at the worker's site. R2, R43-R47"""
    table = lines.table_on(packs, on)
    found = []
    for modifier in (*_modifiers(packs), None):
        rows = tuple(row.id for row in table.get((modifier, contract or ""), ()))
        against = credentials.objections(modifier, cm.level, have, on, need)
        because = [Reason(each.rule, each.text, source(each.rule)) for each in against]
        refused = any(each.severity == "refuse" for each in against)
        if not rows:
            where = f"contract {contract}" if contract else "a site without a contract"
            text = f"no row of the limits table for {modifier or 'no level modifier'} under {where}"
            because.insert(0, Reason("R2", text, source("R2")))
        verdict = "refused" if refused else "no-row" if not rows else "warn" if against else "ok"
        found.append(May(modifier, verdict, tuple(because), rows))
    return found
