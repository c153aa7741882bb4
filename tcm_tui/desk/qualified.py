"""What a worker's credentials say about billing a level modifier. R42-R47"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.records.queries import facts, visits
from tcm_tui.rules import credentials

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.rules.credentials import Objection
    from tcm_tui.rules.facts import Worker


def objections(desk: Desk, worker: Worker, modifier: str | None, day: date) -> list[Objection]:
    """What speaks against the worker billing that modifier on a day; ``refuse`` stops a plan, the rest warns."""
    rows = desk.store.rows(visits.CREDENTIALS_OF, {"cm": worker.cm_id})
    have = credentials.by_kind(map(facts.credential, rows))
    return credentials.objections(modifier, worker.level, have, day, credentials.needs(desk.packs, day))
