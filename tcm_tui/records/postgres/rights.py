"""Who may do what with which table, by role: the grants and the row policies of a database with people in it.

A role's group holds the grants; a policy names the rows. Policies ask ``tcm_role()`` and the like inside a
sub-select, so that each is asked once a statement and not once a row. ``access.install`` makes all of it anew.
"""

from __future__ import annotations

from typing import NamedTuple

CASE_MANAGER, SUPERVISOR, BILLER, AUDITOR, ADMIN = ROLES = ("case-manager", "supervisor", "biller", "auditor", "admin")
CARING = (CASE_MANAGER, SUPERVISOR)
OF_A_WORKER = CARING
"""The roles that stand for a case manager of the records."""

SEEN = "member_id = ANY ((SELECT {s}.tcm_members())::text[])"
OWN = "cm_id = ANY ((SELECT {s}.tcm_workers())::text[])"
MINE = "login = (SELECT session_user)::text"
HEADS = "key IN ('audit_head', 'records_head')"
AT_THE_END = f"{HEADS} AND value = (SELECT e.id || ' ' || e.hash FROM {{s}}.tcm_end_of_log() e)"
ALL, NONE = "true", "false"


class Right(NamedTuple):
    """What some roles may do with a table.

    does: letters of select, insert, update, delete. rows: which there are for them; new: what a new or changed row must
    fulfil besides, None: the same. columns: of the letters that have them, e.g. ``{"s": "a, b"}``.
    """

    roles: tuple[str, ...]
    table: str
    does: str
    rows: str = ALL
    new: str | None = None
    columns: dict[str, str] = {}  # noqa: RUF012 - a tuple's default is never changed


_VISIT_OF_ONES_OWN = f"{SEEN} AND (cm_id IS NULL OR {OWN} OR status <> 'scheduled')"
_BILLED_MEMBER = (
    "member_id, first_name, last_name, dob, sex, program, focus, opened_on, closed_on, refused_on, exact_from, part2"
)
_BILLED_VISIT = "appointment_id, member_id, cm_id, date, start_min, stop_min, kind, status, units, voided_on"
_BILLED_SERVICE = (
    "service_id, member_id, cm_id, date, start_min, stop_min, activity, mode, place, focus, level_modifier, contract,"
    " appointment_id, voided_on"
)


def _agency() -> list[Right]:
    """Who there is to work, and the agency's choices."""
    rights = []
    for table in ("sites", "closures", "settings", "travel", "case_managers"):
        rights += [Right((*CARING, BILLER), table, "s"), Right((ADMIN,), table, "siud")]
    rights += [Right((AUDITOR,), table, "s") for table in ("settings", "closures")]
    # What a worker's row is locked by while a visit is decided on; no change of it is ever let through.
    rights.append(Right(CARING, "case_managers", "u", OWN, NONE, {"u": "name"}))
    for table in ("working_hours", "leave", "fixed_appointments"):
        rights += [Right(CARING, table, "siud", OWN), Right((ADMIN,), table, "siud")]
    for table in ("credentials", "on_call"):  # of colleagues too: who may take a member or a duty follows from them
        rights += [Right(CARING, table, "s"), Right((SUPERVISOR,), table, "iud", OWN)]
    return rights + [Right((ADMIN,), table, "siud") for table in ("credentials", "on_call")]


def _members() -> list[Right]:
    """All that holds a member."""
    rights = [
        Right(CARING, "members", "su", SEEN),
        Right((SUPERVISOR,), "members", "i", ALL),
        Right((SUPERVISOR,), "members", "d", SEEN),
        Right((BILLER,), "members", "s", columns={"s": _BILLED_MEMBER}),
        Right(CARING, "families", "s", "family_id IN (SELECT m.family_id FROM {s}.members m)"),
        Right(CARING, "families", "i", ALL),
        Right(CARING, "families", "d", "NOT {s}.tcm_family_is_named(family_id)"),
    ]
    for table in ("assignments", "plans", "residences", "stays", "outreach", "authorizations", "external_units"):
        rights += [Right(CARING, table, "siud", SEEN)]
    rights.append(Right(CARING, "availability", "siud", SEEN))
    billed = ("assignments", "residences", "stays", "authorizations", "external_units", "ledger")
    rights += [Right((BILLER,), table, "s") for table in billed]
    return [
        *rights,
        Right(CARING, "appointments", "s", f"{SEEN} OR {OWN}"),
        Right(CARING, "appointments", "iu", SEEN, _VISIT_OF_ONES_OWN),
        Right(CARING, "appointments", "d", f"{SEEN} AND {OWN}"),
        Right((BILLER,), "appointments", "s", columns={"s": _BILLED_VISIT}),
        Right(CARING, "services", "s", f"{SEEN} OR {OWN}"),
        Right(CARING, "services", "iud", f"{SEEN} AND {OWN}"),
        Right((BILLER,), "services", "s", columns={"s": _BILLED_SERVICE}),
        Right(CARING, "ledger", "s", f"{SEEN} OR {OWN}"),
        Right(CARING, "ledger", "id", SEEN),
        # The server sums a worker's days itself (tr_ledger_days): what the program would write is left out.
        Right(CARING, "cm_days", "s", OWN),
        Right(CARING, "cm_days", "iud", NONE),
    ]


def _kept() -> list[Right]:
    """What the program keeps for itself."""
    writing = (*CARING, ADMIN)
    return [
        Right(ROLES, "alembic_version", "s"),
        Right(ROLES, "meta", "s"),
        Right(ROLES, "meta", "iu", HEADS, AT_THE_END),
        Right(ROLES, "audit", "i"),
        Right((AUDITOR,), "audit", "s"),
        Right(CARING, "audit", "s", f"who = (SELECT session_user)::text AND (member_id IS NULL OR {SEEN})"),
        Right((BILLER, ADMIN), "audit", "s", "who = (SELECT session_user)::text"),
        Right(writing, "requests", "si", MINE),
        Right(writing, "drafts", "siud", MINE),
        Right((*CARING, BILLER), "tcm_people", "s", MINE),
        Right((AUDITOR, ADMIN), "tcm_people", "s"),
    ]


RIGHTS: tuple[Right, ...] = (*_agency(), *_members(), *_kept())
SEQUENCES = ("tcm_appointments", "tcm_outreach", "tcm_services")
ASKED = ("tcm_role()", "tcm_workers()", "tcm_members()", "tcm_family_is_named(text)", "tcm_end_of_log()")
"""The functions that policies and the program ask."""
