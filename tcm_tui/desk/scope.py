"""Which part of the agency is looked at: a site, a type of case manager, a supervisor's people, or all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.rules.facts import CaseManager


class Scope(NamedTuple):
    """site and supervisor are ids, type as in the records; what is None narrows nothing.

    A supervisor's people are those whose records name the supervisor; the supervisor's own work is not among them.
    """

    site: str | None = None
    type: str | None = None
    supervisor: str | None = None

    @property
    def all(self) -> bool:
        """Whether this is the whole agency."""
        return self == EVERYBODY

    def holds(self, who: CaseManager) -> bool:
        """Whether a case manager is among them."""
        return (
            self.site in (None, who.site_id)
            and self.type in (None, who.type)
            and self.supervisor in (None, who.supervisor_id)
        )


EVERYBODY = Scope()


def named(desk: Desk, site: str | None = None, type: str | None = None, supervisor: str | None = None) -> Scope:
    """The scope that was typed, each an id or enough of a name. Raises NotOne when nothing or several fit."""
    from tcm_tui.desk import names

    return Scope(
        names.site_id(desk, site) if site else None,
        names.type_of(type) if type else None,
        names.supervisor_id(desk, supervisor) if supervisor else None,
    )


def label(desk: Desk, scope: Scope) -> str:
    """``Bluestem Outpatient Center · intensive · supervised by Asha Cattail``; empty for the whole agency."""
    from tcm_tui.records.queries import agency as sql

    said = []
    if scope.site:
        said.append(dict(desk.store.rows(sql.SITES)).get(scope.site, scope.site))
    if scope.type:
        said.append(scope.type)
    if scope.supervisor:
        said.append(f"supervised by {dict(desk.store.rows(sql.SUPERVISORS)).get(scope.supervisor, scope.supervisor)}")
    return " · ".join(said)


def sites(desk: Desk) -> list[tuple[str, str]]:
    """Every site to choose from, (id, name), by name."""
    from tcm_tui.records.queries import agency as sql

    return sorted(desk.store.rows(sql.SITES), key=lambda site: (site[1].casefold(), site[0]))


def supervisors(desk: Desk) -> list[tuple[str, str]]:
    """Everyone who supervises, (id, name), by name."""
    from tcm_tui.records.queries import agency as sql

    return sorted(desk.store.rows(sql.SUPERVISORS), key=lambda one: (one[1].casefold(), one[0]))
