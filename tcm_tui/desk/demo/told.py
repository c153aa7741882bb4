"""What a planted case says must happen, to be woven into the drawn days of a worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tcm_tui.desk.demo.people import Person, Staff
from tcm_tui.desk.demo.shapes import Act


@dataclass(slots=True, eq=False)
class Told:
    """One piece of work or one appointment of a planted case.

    how: service (work without appointment), kept (an appointment and its service), kept-only (the appointment
    alone), missed, scheduled. start None: the day finds room for it. fields: columns of the service that
    differ from the usual. outreach: (day, mode, result, whether it names the appointment).
    """

    key: str
    staff: Staff
    person: Person
    day: date
    act: Act
    minutes: int
    how: str = "service"
    start: int | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    outreach: list[tuple[date, str, str, bool]] = field(default_factory=list)
    learned: date | None = None
    kind: str = "community-contact"
