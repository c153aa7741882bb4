"""What an import found and did: counts for each file, the first messages, the members it touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from tcm_tui.records.csvfiles.faults import Problem

SHOWN = 20


@dataclass(slots=True)
class FileCount:
    """Rows of one file. sha256 is of its bytes."""

    name: str
    kind: str
    path: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    sha256: str = ""

    @property
    def rows(self) -> int:
        return self.added + self.changed + self.unchanged + self.rejected


@dataclass(slots=True)
class Problems:
    """The first messages and how many there are in all; memory does not grow with the faults."""

    first: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, problem: Problem) -> None:
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(problem)

    @property
    def full(self) -> bool:
        return self.count >= SHOWN


class Planned(NamedTuple):
    """A scheduled visit that an import added or changed.

    path, line and cells: where it stands; before holds the stored row it changed, if any.
    """

    appointment_id: str
    member_id: str
    path: str
    line: int
    cells: tuple[str, ...]
    after: dict[str, object]
    before: dict[str, object] | None


@dataclass(slots=True)
class Touched:
    """What has to be worked out anew.

    served: members whose services alone were touched, on these days; members: those about whom something
    else was; workers and sites: whose line changed; everyone: a setting changed.
    """

    served: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    workers: set[str] = field(default_factory=set)
    sites: set[str] = field(default_factory=set)
    everyone: bool = False
