"""Members whose records are under 42 CFR Part 2, and how what leaves the database treats them.

Nobody is marked until the agency marks somebody (``part2`` of a member); then everything written for others leaves the
marked members out unless it is said otherwise, and whatever names one of them carries the notice of section 2.32.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.desk.errors import WrongUsage
from tcm_tui.records.queries import disclosure as sql

if TYPE_CHECKING:
    from tcm_tui.desk.disclosure import To
    from tcm_tui.desk.office import Desk

NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""The words of section 2.32(a)(2)."""

LEAVE_OUT, WITH_NOTICE, OWN_USE = WAYS = ("leave-out", "with-notice", "own-use")
NOT_NAMED = "not named"


class Part2(NamedTuple):
    """How marked members are treated in one file: one of ``WAYS``, and who is marked."""

    way: str
    marked: frozenset[str]

    @property
    def hidden(self) -> frozenset[str]:
        """Whom the file doesn't name."""
        return self.marked if self.way == LEAVE_OUT else frozenset()

    def shown(self, members: Collection[str]) -> list[str]:
        """The marked ones among the members of a file whom it names."""
        return sorted(self.marked.intersection(members)) if self.way != LEAVE_OUT else []

    def notice(self, members: Collection[str]) -> bool:
        """Whether a file that names these members carries the notice: asked for, or needed."""
        return self.way == WITH_NOTICE or bool(self.shown(members))

    def disclosed(self, members: Collection[str]) -> list[str]:
        """Of whom the log tells one by one that they were disclosed. 42 CFR 2.25"""
        return self.shown(members) if self.way == WITH_NOTICE else []

    def told(self, members: Collection[str], left_out: int = 0) -> dict[str, Any]:
        """What the log is told of a file with these members, of whom left_out are not named."""
        counted = left_out if self.way == LEAVE_OUT else len(self.shown(members))
        if not counted and self.way != WITH_NOTICE:
            return {}
        return {"part2": self.way, "part2_members": counted}


NOBODY = Part2(LEAVE_OUT, frozenset())


class Written(NamedTuple):
    """How many members a file names, how many marked ones it doesn't, whether it carries the notice."""

    named: int
    unnamed: int = 0
    noticed: bool = False

    @property
    def told(self) -> str:
        """``it names 9 members, so keep it private; 2 Part 2 members are not named``"""
        from tcm_tui.records.csvfiles.wording import counted

        told = f"it names {counted(self.named, 'member')}, so keep it private" if self.named else "it names no member"
        if self.unnamed:
            told += f"; {counted(self.unnamed, 'Part 2 member')} {'is' if self.unnamed == 1 else 'are'} not named"
        return told + ("; it carries the notice of 42 CFR part 2" if self.noticed else "")


def of(desk: Desk, member: str) -> bool | None:
    """Whether a member is marked; None where nobody has said."""
    row = desk.store.row(sql.PART2_OF, {"member": member})
    return None if row is None or row[0] is None else bool(row[0])


def marked(desk: Desk) -> frozenset[str]:
    """The ids of the marked members."""
    return frozenset(row[0] for row in desk.store.rows(sql.PART2_MARKED))


def way(to: To, internal: bool = False) -> str:
    """How to treat marked members, as asked for; else they are left out, but not of papers for their own worker.

    internal: a paper for the worker who serves them; with a recipient it is one for others. Raises WrongUsage.
    """
    if to.part2 is not None and to.part2 not in WAYS:
        raise WrongUsage(
            f"--part2: “{to.part2}” is no way to treat Part 2 members; say {', '.join(WAYS[:2])} or {OWN_USE}."
        )
    told = to.told()
    chosen = to.part2 or (OWN_USE if internal and "recipient" not in told else LEAVE_OUT)
    if chosen == WITH_NOTICE:
        missing = [f"--{name}" for name in ("recipient", "purpose", "consent") if name not in told]
        if missing:
            raise WrongUsage(
                f"--part2 {WITH_NOTICE} discloses Part 2 records and needs {' and '.join(missing)}: who gets them, "
                "what for, and the consent on file."
            )
    elif "consent" in told:
        raise WrongUsage(f"--consent is for a disclosure of Part 2 records: say --part2 {WITH_NOTICE} with it.")
    elif chosen == OWN_USE and "recipient" in told:
        raise WrongUsage(
            f"--part2 {OWN_USE} is for what the agency keeps to itself; for a recipient say --part2 {WITH_NOTICE}."
        )
    return chosen


def to(recipient: str | None, purpose: str | None, consent: str | None, way_: str | None, internal: bool = False) -> To:
    """What was said of a file, looked at before anything is done. Raises WrongUsage as ``way``."""
    from tcm_tui.desk.disclosure import To

    said = To(recipient, purpose, consent, way_)
    way(said, internal)
    return said


def choose(desk: Desk, to: To, internal: bool = False) -> Part2:
    """How a file treats marked members, and who they are. Raises WrongUsage as ``way``."""
    return Part2(way(to, internal), marked(desk))
