"""What a month report holds: figures with rule and arithmetic, and the lines each of them is the sum of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from tcm_tui.desk.errors import DeskError


class Cancelled(DeskError):
    """The person stopped the report; nothing was written."""


class Line(NamedTuple):
    """One line behind a figure: what a member, or a case manager (member None), adds to it.

    cm None: nobody's, as with members without a case manager.
    """

    key: str
    cm: str | None
    member: str | None
    amount: float
    note: str = ""


class Figure(NamedTuple):
    """One figure. key: ``contacts.missed``, published; unit: what value counts; None: nothing to tell.

    status: a word that stands beside the figure, or "". listed: its members are named in the papers. detail: told in
    files, left out where people read (its line's arithmetic holds it).
    """

    key: str
    label: str
    value: float | None
    unit: str
    rule: str
    arithmetic: str
    status: str = ""
    listed: bool = False
    detail: bool = False
    lines: tuple[Line, ...] = ()


class Section(NamedTuple):
    """id: ``contacts``; rules: ``R17, R18``; note: one sentence on how its figures are counted."""

    id: str
    title: str
    rules: str
    note: str
    figures: tuple[Figure, ...]


class Worker(NamedTuple):
    """A case manager of the report, with the sums of lines by figure key; status: of the caseload at the end.

    cm "": what is nobody's.
    """

    cm: str
    name: str
    type: str
    site: str
    status: str
    sums: Mapping[str, float]


class Report(NamedTuple):
    """A month. seen: its last day, or ``on`` while it runs (to_date). about: the agency's, a site's or a person's name.

    kind: agency, part or worker; of: the same with ids, for the audit log.
    members: the names of all members by id; staff: of case managers.
    """

    month: date
    last: date
    on: date
    seen: date
    to_date: bool
    agency: str
    about: str
    kind: str
    of: str
    sections: tuple[Section, ...]
    workers: tuple[Worker, ...]
    members: Mapping[str, str]
    staff: Mapping[str, str]

    def figure(self, key: str) -> Figure:
        """A figure by its key. KeyError for one this month does not have."""
        for section in self.sections:
            for figure in section.figures:
                if figure.key == key:
                    return figure
        raise KeyError(key)
