"""The agency's files: which columns they have, how each cell is read, what tells rows apart.

The order of ``FORMATS`` is the order of import: what others refer to comes first.
"""

from __future__ import annotations

from tcm_tui.records import words
from tcm_tui.records.csvfiles import days, values
from tcm_tui.records.csvfiles.columns import MUST, Column, Format
from tcm_tui.records.csvfiles.shapes import appointment, credential, of_one_day, service, ways
from tcm_tui.records.csvfiles.values import ident, name, number, text, truth, whole, word


def _key(name: str) -> Column:
    return Column(name, ident, True, MUST)


def _ref(name: str, table: str, required: bool = True) -> Column:
    return Column(name, ident, required, MUST if required else None, table)


def _word(name: str, choices: tuple[str, ...], required: bool = False) -> Column:
    return Column(name, word(choices), required, MUST if required else None)


def _day(name: str, required: bool = False) -> Column:
    return Column(name, days.day, required, MUST if required else None)


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, text) for name in names)


_MEMBER = _ref("member_id", "members")
_WORKER = _ref("cm_id", "case_managers")
_VISIT = _ref("appointment_id", "appointments", False)

_STRETCH = (Column("start", days.clock, True, MUST), Column("stop", days.closing, True, MUST))
_WEEKLY = (Column("weekday", values.weekday, True, MUST), *_STRETCH, _day("starts_on", True), _day("ends_on"))

FORMATS = (
    Format(
        "sites",
        (
            _key("site_id"),
            Column("name", name, True, MUST),
            Column("contract", values.contract, True, None),
        ),
        ("site_id",),
    ),
    Format(
        "case_managers",
        (
            _key("cm_id"),
            Column("name", name, True, MUST),
            _word("level", words.LEVELS, True),
            _word("type", words.PROGRAMS, True),
            _ref("site_id", "sites"),
            _day("hired_on"),
            _day("left_on"),
            Column("weekly_hours", number(0, 168)),
            Column("fte", number(0, 2)),
            *_texts("languages", "area"),
            Column("supervisor_id", ident),
        ),
        ("cm_id",),
        ordered=(("hired_on", "left_on", True),),
        whole=True,
    ),
    Format(
        "credentials",
        (
            _WORKER,
            _word("kind", words.CREDENTIAL_KINDS, True),
            _day("began_on"),
            _day("completed_on"),
            _day("expires_on"),
            Column("amount", number(0, 100_000)),
        ),
        ("cm_id", "kind", "key_on"),
        ordered=(("began_on", "completed_on", True),),
        shape=credential,
    ),
    Format(
        "members",
        (
            _key("member_id"),
            Column("first_name", name, True, MUST),
            Column("last_name", name, True, MUST),
            _day("dob", True),
            *_texts("sex", "phone", "email", "address", "city", "zip"),
            Column("family_id", ident),
            _word("program", words.PROGRAMS, True),
            _word("focus", words.FOCUSES, True),
            _day("opened_on"),
            _day("closed_on"),
            _day("refused_on"),
            _day("hold_from"),
            _day("hold_until"),
            *_texts("hold_reason", "language", "area"),
            Column("acuity", number(0, 100), empty=1.0),
            Column("pinned", truth, empty=False),
            Column("part2", truth, rare=True),
        ),
        ("member_id",),
        ordered=(("opened_on", "closed_on", True), ("hold_from", "hold_until", True)),
    ),
    Format(
        "assignments",
        (_MEMBER, _WORKER, _day("starts_on", True), _day("ends_on")),
        ("member_id", "starts_on"),
        ordered=(("starts_on", "ends_on", False),),
        whole=True,
    ),
    Format(
        "plans",
        (
            _MEMBER,
            _day("starts_on", True),
            _day("ends_on"),
            Column("contacts_per_month", whole(0, 99)),
            _day("member_signed_on"),
            _day("cm_signed_on"),
            _day("lbhp_signed_on"),
        ),
        ("member_id", "starts_on"),
        ordered=(("starts_on", "ends_on", True),),
    ),
    Format(
        "residences",
        (_MEMBER, _word("kind", words.RESIDENCE_KINDS, True), _day("starts_on", True), _day("ends_on")),
        ("member_id", "kind", "starts_on"),
        ordered=(("starts_on", "ends_on", False),),
    ),
    Format(
        "stays",
        (
            _MEMBER,
            _word("kind", words.STAY_KINDS, True),
            _day("admitted_on", True),
            _day("planned_discharge_on"),
            _day("discharged_on"),
            Column("covered", truth, empty=True),
        ),
        ("member_id", "kind", "admitted_on"),
        ordered=(("admitted_on", "planned_discharge_on", True), ("admitted_on", "discharged_on", True)),
    ),
    Format(
        "appointments",
        (
            _key("appointment_id"),
            _MEMBER,
            _ref("cm_id", "case_managers", False),
            _day("date", True),
            Column("start", days.clock),
            Column("stop", days.clock),
            _day("stop_date"),
            _word("kind", words.APPOINTMENT_KINDS, True),
            _word("status", words.APPOINTMENT_STATUSES, True),
            Column("units", whole(0, 96)),
            _day("learned_on"),
        ),
        ("appointment_id",),
        shape=appointment,
    ),
    Format(
        "outreach",
        (
            _key("outreach_id"),
            _MEMBER,
            _VISIT,
            _day("date", True),
            _word("mode", words.OUTREACH_MODES),
            _word("result", words.OUTREACH_RESULTS),
        ),
        ("outreach_id",),
    ),
    Format(
        "services",
        (
            _key("service_id"),
            _MEMBER,
            _WORKER,
            _day("date", True),
            Column("start", days.clock, True, MUST),
            Column("stop", days.clock, True, MUST),
            _day("stop_date"),
            _word("activity", words.ACTIVITIES, True),
            _word("mode", words.SERVICE_MODES),
            _word("place", words.PLACES),
            Column("member_present", truth),
            _word("focus", words.FOCUSES),
            _word("level_modifier", words.LEVEL_MODIFIERS),
            _word("contract", words.CONTRACTS),
            _VISIT,
            _word("signature", words.SIGNATURES),
            _day("fax_on"),
            _day("original_filed_on"),
            Column("elements", values.elements, empty=0),
        ),
        ("service_id",),
        shape=service,
    ),
    Format(
        "authorizations",
        (
            _MEMBER,
            _key("number"),
            Column("units", whole(0, 99_999), True, MUST),
            _word("period", words.PERIODS, True),
            _day("starts_on", True),
            _day("ends_on", True),
            _word("level_modifier", words.LEVEL_MODIFIERS),
        ),
        ("member_id", "number"),
        ordered=(("starts_on", "ends_on", True),),
    ),
    Format(
        "external_units",
        (
            _MEMBER,
            Column("month", days.month, True, MUST),
            Column("units", whole(0, 9_999), True, MUST),
            Column("source", text, empty=""),
            _day("as_of"),
        ),
        ("member_id", "month", "source"),
    ),
    Format(
        "on_call",
        (
            _WORKER,
            _word("program", words.PROGRAMS, True),
            Column("starts_at", days.moment, True, MUST),
            Column("ends_at", days.moment, True, MUST),
        ),
        ("cm_id", "program", "starts_at"),
        ordered=(("starts_at", "ends_at", False),),
    ),
    Format(
        "working_hours",
        (_WORKER, *_WEEKLY),
        ("cm_id", "weekday", "starts_on", "start_min"),
        ordered=(("starts_on", "ends_on", False),),
        shape=of_one_day,
        whole=True,
    ),
    Format(
        "leave",
        (_WORKER, _day("starts_on", True), _day("ends_on", True), Column("reason", text)),
        ("cm_id", "starts_on"),
        ordered=(("starts_on", "ends_on", True),),
        whole=True,
    ),
    Format(
        "availability",
        (_MEMBER, *_WEEKLY),
        ("member_id", "weekday", "starts_on", "start_min"),
        ordered=(("starts_on", "ends_on", False),),
        shape=of_one_day,
        whole=True,
    ),
    Format(
        "fixed_appointments",
        (_key("fixed_id"), _WORKER, _day("date", True), *_STRETCH, *_texts("area", "label")),
        ("fixed_id",),
        shape=of_one_day,
    ),
    Format(
        "travel",
        (
            Column("area_from", name, True, MUST),
            Column("area_to", name, True, MUST),
            Column("minutes", whole(0, 1_440), True, MUST),
        ),
        ("area_from", "area_to"),
        shape=ways,
    ),
    Format(
        "closures",
        (_day("date", True), Column("name", text), Column("open", truth, empty=False)),
        ("date",),
    ),
)
BY_NAME = {form.name: form for form in FORMATS}
SETTINGS = "settings"
VOIDABLE = ("appointments", "outreach", "services")
KINDS = (*BY_NAME, SETTINGS)
