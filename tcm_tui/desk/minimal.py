"""What a purpose needs of the records: ``tcm export --for`` writes that and nothing else. 42 CFR 2.13(a)

No purpose here needs a member's name, phone, email or address. The files are for reading, not for taking in again: a
member without a name is no row that an import accepts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from tcm_tui.desk.errors import WrongUsage

if TYPE_CHECKING:
    from tcm_tui.records.csvfiles.columns import Format

ALL = "*"
_SERVED = "member_id dob program focus"
_WORKER = "cm_id level type site_id"

PURPOSES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "billing": {
            "sites": ALL,
            "case_managers": _WORKER,
            "members": _SERVED,
            "services": "service_id member_id cm_id date start stop stop_date activity mode place focus level_modifier"
            " contract",
            "authorizations": ALL,
            "external_units": ALL,
        },
        "audit": {
            "sites": ALL,
            "case_managers": "cm_id name level type site_id hired_on left_on supervisor_id",
            "credentials": ALL,
            "members": f"{_SERVED} opened_on closed_on refused_on",
            "assignments": ALL,
            "plans": ALL,
            "residences": ALL,
            "stays": ALL,
            "appointments": ALL,
            "outreach": ALL,
            "services": ALL,
            "authorizations": ALL,
            "external_units": ALL,
            "on_call": ALL,
            "closures": ALL,
        },
        "staffing": {
            "sites": ALL,
            "case_managers": ALL,
            "credentials": ALL,
            "on_call": ALL,
            "working_hours": ALL,
            "leave": "cm_id starts_on ends_on",
            "travel": ALL,
            "closures": ALL,
        },
    }
)
"""Of each purpose its tables, and of each table the columns, ``ALL`` or by name."""


def forms(purpose: str, chosen: list[Format], named: bool) -> list[Format]:
    """The tables chosen, as the purpose needs them; named: they were asked for one by one.

    Raises WrongUsage for an unknown purpose, and for a table asked for that the purpose doesn't need.
    """
    needed = PURPOSES.get(purpose)
    if needed is None:
        raise WrongUsage(f"--for: there is no purpose “{purpose}”; the purposes are {', '.join(PURPOSES)}.")
    for form in chosen:
        if named and form.name not in needed:
            raise WrongUsage(f"--for {purpose} needs no {form.name}; leave the table out, or --for.")
    return [_only(form, needed[form.name]) for form in chosen if form.name in needed]


def _only(form: Format, columns: str) -> Format:
    if columns == ALL:
        return form
    kept = columns.split()
    return form._replace(columns=tuple(column for column in form.columns if column.name in kept))
