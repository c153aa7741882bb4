"""Rows turned into the facts that the rules take, and the SELECTs whose columns they follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tcm_tui.rules.facts import (
    Appointment,
    Assignment,
    Authorization,
    CaseManager,
    Credential,
    ExternalUnits,
    Member,
    OnCall,
    Outreach,
    Plan,
    Residence,
    Service,
    Stay,
)
from tcm_tui.rules.weekhours import Hours

Row = Sequence[Any]
iso = date.fromisoformat

MEMBER_COLUMNS = """m.member_id, m.first_name, m.last_name, m.dob, m.family_id, m.program, m.focus, m.opened_on,
 m.closed_on, m.refused_on, m.hold_from, m.hold_until, m.hold_reason, m.acuity"""
SERVICE_COLUMNS = """s.service_id, s.member_id, s.cm_id, s.date, s.start_min, s.stop_min, s.activity, s.mode, s.place,
 s.member_present, s.focus, s.level_modifier, s.contract, s.appointment_id, s.signature, s.fax_on,
 s.original_filed_on, s.elements"""
APPOINTMENT_COLUMNS = """a.appointment_id, a.member_id, a.cm_id, a.date, a.start_min, a.stop_min, a.kind, a.status,
 a.units, a.learned_on"""

# Each takes :member (one member's id, or NULL for all).
MEMBERS = f"SELECT {MEMBER_COLUMNS} FROM members m WHERE (:member IS NULL OR m.member_id = :member) ORDER BY 1"
ONE_MEMBER = f"SELECT {MEMBER_COLUMNS} FROM members m WHERE m.member_id = :member"
ASSIGNMENTS = """SELECT member_id, cm_id, starts_on, ends_on FROM assignments
WHERE member_id = :member ORDER BY starts_on"""
PLANS = """SELECT member_id, starts_on, ends_on, contacts_per_month, member_signed_on, cm_signed_on, lbhp_signed_on
FROM plans WHERE member_id = :member ORDER BY starts_on"""
RESIDENCES = """SELECT member_id, kind, starts_on, ends_on FROM residences
WHERE member_id = :member ORDER BY starts_on"""
STAYS = """SELECT member_id, kind, admitted_on, planned_discharge_on, discharged_on, covered FROM stays
WHERE member_id = :member ORDER BY admitted_on"""
APPOINTMENTS = f"""SELECT {APPOINTMENT_COLUMNS} FROM appointments a
WHERE a.member_id = :member AND a.voided_on IS NULL ORDER BY a.date, a.start_min, a.appointment_id"""
OUTREACH = """SELECT outreach_id, member_id, appointment_id, date, mode, result FROM outreach
WHERE member_id = :member AND voided_on IS NULL ORDER BY date, outreach_id"""
SERVICES = f"""SELECT {SERVICE_COLUMNS} FROM services s
WHERE s.member_id = :member AND s.voided_on IS NULL ORDER BY s.date, s.start_min, s.service_id"""
AUTHORIZATIONS = """SELECT member_id, number, units, period, starts_on, ends_on, level_modifier
FROM authorizations WHERE member_id = :member ORDER BY starts_on, number"""
EXTERNAL = "SELECT member_id, month, units, source, as_of FROM external_units WHERE member_id = :member ORDER BY month"
CREDENTIALS = """SELECT cm_id, kind, began_on, completed_on, expires_on, amount FROM credentials
WHERE :cm IS NULL OR cm_id = :cm ORDER BY cm_id, kind, key_on"""
ON_CALL = "SELECT cm_id, program, starts_at, ends_at FROM on_call ORDER BY program, starts_at"
WORKERS = """SELECT c.cm_id, c.level, c.type, s.contract
FROM case_managers c JOIN sites s ON s.site_id = c.site_id ORDER BY c.cm_id"""


def day(text: str | None) -> date | None:
    return None if text is None else iso(text)


def member(r: Row) -> Member:
    return Member._make((*r[:3], iso(r[3]), *r[4:7], *map(day, r[7:12]), r[12], r[13]))


def case_manager(r: Row) -> CaseManager:
    spoken = tuple(x for x in (r[9] or "").split(";") if x)
    return CaseManager._make((*r[:5], day(r[5]), day(r[6]), r[7], r[8], spoken, r[10], r[11]))


def assignment(r: Row) -> Assignment:
    return Assignment(r[0], r[1], iso(r[2]), day(r[3]))


def plan(r: Row) -> Plan:
    return Plan(r[0], iso(r[1]), day(r[2]), r[3], day(r[4]), day(r[5]), day(r[6]))


def residence(r: Row) -> Residence:
    return Residence(r[0], r[1], iso(r[2]), day(r[3]))


def stay(r: Row) -> Stay:
    return Stay(r[0], r[1], iso(r[2]), day(r[3]), day(r[4]), bool(r[5]))


def appointment(r: Row) -> Appointment:
    return Appointment._make((*r[:3], iso(r[3]), *r[4:9], day(r[9])))


def outreach(r: Row) -> Outreach:
    return Outreach._make((*r[:3], iso(r[3]), *r[4:6]))


def service(r: Row) -> Service:
    present = None if r[9] is None else bool(r[9])
    return Service._make((*r[:3], iso(r[3]), *r[4:9], present, *r[10:15], day(r[15]), day(r[16]), r[17]))


def authorization(r: Row) -> Authorization:
    return Authorization._make((*r[:4], iso(r[4]), iso(r[5]), r[6]))


def external(r: Row) -> ExternalUnits:
    return ExternalUnits(r[0], iso(r[1]), r[2], r[3], day(r[4]))


def credential(r: Row) -> Credential:
    return Credential(r[0], r[1], day(r[2]), day(r[3]), day(r[4]), r[5])


def hours(r: Row) -> Hours:
    return Hours(r[0], r[1], r[2], date.fromisoformat(r[3]), day(r[4]))


def on_call(r: Row) -> OnCall:
    return OnCall(r[0], r[1], datetime.fromisoformat(r[2]), datetime.fromisoformat(r[3]))
