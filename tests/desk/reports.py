"""A small agency with one of everything in October 2026, worked out by hand from the rules, for the month report."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from tcm_tui.desk import exporting
from tcm_tui.desk.office import Desk
from tcm_tui.desk.report import Report
from tests.desk.given import agency

OCTOBER, LAST, LATER = date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 3)
FULL, BARE = "1;2;3;4;5;6;7;8;9;10;11", "1;2;3;4;5;6;7;8;10"
"""All elements; without 9 and 11."""

MEMBERS = """member_id,first_name,last_name,dob,program,focus,opened_on,closed_on,refused_on,hold_from,hold_reason
M1,Ana,Pecan,1990-05-05,standard,HE,2026-07-01,,,,
M2,Leo,Marsh,1985-01-20,standard,HF,2026-07-01,,,,
M3,Kim,Stone,1979-11-30,standard,HE,2026-10-12,,,,
M4,Ida,Brook,1999-02-28,standard,HE,2026-07-01,2026-10-20,,,
M5,Ned,Hill,1970-06-06,standard,HE,2026-07-01,,,2026-10-20,travelling
M6,Rosa,Field,1986-03-03,intensive,HE,2026-07-01,,,,
M7,Vera,Nash,1991-01-01,standard,HE,2026-10-05,,,,
M8,Abel,Park,1992-02-02,standard,HE,2026-07-01,,2026-10-28,,
M9,Tess,Lake,1993-03-03,standard,HE,2026-07-01,2026-11-02,,,
"""
ASSIGNMENTS = [
    "M1,C1,2026-07-01,",
    "M2,C1,2026-07-01,2026-10-15",
    "M2,C8,2026-10-15,",
    "M3,C1,2026-10-12,",
    "M4,C1,2026-07-01,2026-10-20",
    "M5,C8,2026-07-01,",
    "M6,C3,2026-07-01,",
    "M8,C8,2026-07-01,",
    "M9,C1,2026-07-01,",
]
PLANS = """member_id,starts_on,ends_on,contacts_per_month,member_signed_on,cm_signed_on,lbhp_signed_on
M1,2026-07-01,2027-06-30,2,2026-07-01,2026-07-01,2026-07-01
M3,2026-10-12,2027-10-11,,2026-10-22,2026-10-22,
"""
APPOINTMENTS = [
    "A1,M1,C1,2026-10-02,09:00,10:00,community-contact,missed",  # a Friday, due Tuesday the 6th: in time
    "A2,M9,C1,2026-10-05,09:00,10:00,community-contact,missed",  # due Wednesday the 7th, answered on the 8th
    "A3,M2,C8,2026-10-30,09:00,10:00,office-contact,missed",  # a Friday, due Tuesday 3 November
    "A4,M4,C1,2026-10-19,09:00,10:00,community-contact,missed",  # closed the day after
    "A5,M5,C8,2026-10-13,09:00,10:00,community-contact,missed",  # due Thursday the 15th, never answered
]
OUTREACH = ["O1,M1,A1,2026-10-06", "O2,M9,A2,2026-10-08"]
_HEAD = (
    "service_id,member_id,cm_id,date,start,stop,stop_date,activity,mode,place,member_present,signature,fax_on,"
    "original_filed_on,elements"
)
SERVICES = f"""{_HEAD}
V0,M1,C1,2026-09-30,23:30,00:30,2026-10-01,member-face-to-face,face-to-face,home,,original,,,{FULL}
V1,M1,C1,2026-10-06,09:00,13:00,,member-face-to-face,face-to-face,home,,original,,,{FULL}
V2,M1,C1,2026-10-07,09:00,12:00,,member-face-to-face,face-to-face,community,,original,,,{BARE}
V3,M2,C1,2026-10-08,10:00,10:40,,member-face-to-face,face-to-face,home,,fax,2026-10-08,2026-11-02,{FULL}
V4,M6,C3,2026-10-14,09:00,10:00,,member-face-to-face,face-to-face,community,,fax,2026-10-14,,{FULL}
V5,M9,C1,2026-10-09,09:00,10:00,,member-face-to-face,face-to-face,office,,,,,1;2;3;5;6;7;8;9;10;11
V6,M1,C2,2026-10-20,09:00,09:30,,member-remote,phone,other,,original,,,{FULL}
V7,M1,C1,2026-10-21,08:00,08:45,,travel,,other,,,,,
V8,M3,C1,2026-10-22,13:00,14:00,,plan-development,face-to-face,office,true,original,,,{FULL}
V9,M6,C3,2026-11-02,09:00,10:00,,member-face-to-face,face-to-face,community,,original,,,{FULL}
"""
EXPECTED = {
    # 30 September: M1 M2 M4 M5 M6 M8 M9. 31 October: M1 M2 M3 M5 M6 M7 M9. M2 goes from C1 to C8.
    "caseload.start": 7,
    "caseload.opened": 2,
    "caseload.closed": 1,
    "caseload.refused": 1,
    "caseload.in": 1,
    "caseload.out": 1,
    "caseload.end": 7,
    "caseload.hold": 1,
    "caseload.hospital": 0,
    "caseload.nobody": 1,
    "caseload.over": 0,
    "caseload.under": 6,
    "caseload.no-standard": 2,
    # C1 35 − 3, C2 and C6 35, C8 35 − 2, C3 15 − 1, C4 10 families
    "caseload.places": 32 + 35 + 35 + 33 + 14 + 10,
    "caseload.too-many": 0,
    # Met M1 (2 of 2: the night of the 30th began in September), M2, M6. Missed M3, M7, M9 (in the office). M5 on hold.
    "contacts.asked": 7,
    "contacts.met": 3,
    "contacts.missed": 3,
    "contacts.on-hold": 1,
    "contacts.met-share": 50.0,
    "contacts.required": 8,
    "contacts.done": 4,
    "contacts.partial": 2,
    "outreach.misses": 5,
    "outreach.met": 1,
    "outreach.met-late": 1,
    "outreach.overdue": 1,
    "outreach.open": 1,
    "outreach.ended": 1,
    "outreach.met-share": 33.3,
    # M1 has 25 a month: 2 after midnight, 16, then 7 of 12. M3's 4 wait for the licensed professional.
    "units.delivered": 2 + 16 + 12 + 2 + 4 + 4 + 4,
    "units.payable": 2 + 16 + 7 + 2 + 4 + 4,
    "units.pending": 4,
    "units.over": 5,
    "units.risk": 12 + 4 + 4 + 4,  # V2's elements, V4's fax, V5's signature, V8's plan
    "units.hn-110.delivered": 40,
    "units.hn-110.payable": 31,
    "units.hn-110.over": 5,
    "units.hn-110.risk": 20,
    "units.tg-111.delivered": 4,
    "units.tg-111.payable": 4,
    "units.tg-111.over": 0,
    "units.no-row": 30,  # HN under 111
    "units.situation": 0,
    "units.not-billable": 45,
    "community.inside": 30 + 240 + 180 + 40 + 60,
    "community.billable": 30 + 240 + 180 + 40 + 60 + 60 + 30 + 60,
    "community.share": 78.6,
    "community.low": 1,  # C2: a telephone call
    "documentation.notes": 7,
    "documentation.complete": 5,
    "documentation.incomplete": 2,
    "documentation.missing-4": 1,
    "documentation.missing-9": 1,
    "documentation.missing-11": 1,
    "documentation.incomplete-units": 16,
    "documentation.no-plan-units": 2 + 4 + 4,  # M2, M6, M9
    "documentation.pending-units": 4,
    "documentation.without-plan": 5,
    "documentation.unsigned-plan": 1,
    "documentation.faxes": 2,
    "documentation.fax-met": 1,
    "documentation.fax-late": 0,
    "documentation.fax-out": 1,
    "documentation.fax-overdue": 0,
    "hours.month": 44 / 4,
    "hours.worked": 46 / 4,  # with 2 units before midnight of 30 September
    # 1 July to 31 October are 123 of 365 days: four of 1141 h and two of 812 h, each to a tenth
    "hours.expected": 4 * 384.5 + 2 * 273.6,
    "hours.variance": 2085.2 - 11.5,
    "hours.behind": 6,
    "hours.ahead": 0,
}
"""Every figure of October as known on 3 November."""


def small(folder: Path, **more: str | list[str]) -> Desk:
    """The agency in a new database."""
    rows: dict[str, str | list[str]] = {
        "members": MEMBERS, "assignments": ASSIGNMENTS, "plans": PLANS, "appointments": APPOINTMENTS,
        "outreach": OUTREACH, "services": SERVICES,
    }  # fmt: skip
    return agency(folder, LATER, **(rows | more))


def figures(found: Report) -> dict[str, float | None]:
    return {figure.key: figure.value for section in found.sections for figure in section.figures}


_ROWS: dict[str, dict[str, list[dict[str, str]]]] = {}


def exported(desk: Desk) -> dict[str, list[dict[str, str]]]:
    """Every exported table of an agency as dicts of texts."""
    key = str(desk.store.path)
    if key not in _ROWS:
        folder = Path(key).with_name("exported")
        exporting.export_folder(desk, folder)
        desk.forget()
        _ROWS[key] = {}
        for path in folder.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                _ROWS[key][path.stem] = list(csv.DictReader(file))
    return _ROWS[key]
