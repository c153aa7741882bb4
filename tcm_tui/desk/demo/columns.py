"""The order of the columns in the tuples that the demonstration makes: the contract's, as the tables have
them.
"""

from __future__ import annotations

from typing import Any

Row = tuple[Any, ...]
"""One row, ready to be stored: days as ISO text, clock times in minutes, truths as 0 or 1."""

_COLUMNS = {
    "sites": "site_id name contract",
    "case_managers": "cm_id name level type site_id hired_on left_on weekly_hours fte languages area supervisor_id",
    "credentials": "cm_id kind key_on began_on completed_on expires_on amount",
    "families": "family_id",
    "members": "member_id first_name last_name dob sex phone email address city zip family_id program focus"
    " opened_on closed_on refused_on hold_from hold_until hold_reason language area acuity pinned",
    "assignments": "member_id cm_id starts_on ends_on",
    "plans": "member_id starts_on ends_on contacts_per_month member_signed_on cm_signed_on lbhp_signed_on",
    "residences": "member_id kind starts_on ends_on",
    "stays": "member_id kind admitted_on planned_discharge_on discharged_on covered",
    "appointments": "appointment_id member_id cm_id date start_min stop_min kind status units learned_on",
    "outreach": "outreach_id member_id appointment_id date mode result",
    "services": "service_id member_id cm_id date start_min stop_min activity mode place member_present focus"
    " level_modifier contract appointment_id signature fax_on original_filed_on elements",
    "authorizations": "member_id number units period starts_on ends_on level_modifier",
    "external_units": "member_id month source units as_of",
    "on_call": "cm_id program starts_at ends_at",
    "working_hours": "cm_id weekday start_min stop_min starts_on ends_on",
    "leave": "cm_id starts_on ends_on reason",
    "availability": "member_id weekday start_min stop_min starts_on ends_on",
    "fixed_appointments": "fixed_id cm_id date start_min stop_min area label",
    "travel": "area_from area_to minutes",
    "closures": "date name open",
    "settings": "key value",
}

COLUMNS: dict[str, tuple[str, ...]] = {table: tuple(text.split()) for table, text in _COLUMNS.items()}
"""Table name -> its columns, in the order in which rows may be stored: what is referred to comes first."""
