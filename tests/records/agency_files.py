"""A small agency as files, and imports into a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tcm_tui.desk import importing, office
from tcm_tui.desk.importing import ImportResult
from tcm_tui.desk.office import Desk

ON = date(2026, 3, 15)

FILES = {
    "sites.csv": """site_id,name,contract
S1,Riverside,110
S2,Northgate,111
""",
    "case_managers.csv": """cm_id,name,level,type,site_id,hired_on,supervisor_id
C1,Dana Whitehorse,II,standard,S1,2024-01-08,C2
C2,Lee Park,III,standard,S2,2020-05-01,
""",
    "credentials.csv": """cm_id,kind,began_on,completed_on,expires_on,amount
C1,certification,,2024-02-01,2027-02-01,
C1,consultation,,2026-03-03,,60
""",
    "members.csv": """member_id,first_name,last_name,dob,program,focus,opened_on,phone,acuity,pinned
M1,Ana,Paredes,1990-02-03,standard,HE,2025-01-06,+1 405 555 0101,,
M2,Leo,Marsh,2008-07-09,standard,HF,2025-06-02,,1.5,true
""",
    "assignments.csv": """member_id,cm_id,starts_on,ends_on
M1,C1,2025-01-06,
M2,C2,2025-06-02,2026-01-01
M2,C1,2026-01-01,
""",
    "plans.csv": """member_id,starts_on,ends_on,contacts_per_month,member_signed_on
M1,2026-01-01,2026-12-31,2,2026-01-02
""",
    "residences.csv": """member_id,kind,starts_on,ends_on
M2,home,2025-01-01,
""",
    "stays.csv": """member_id,kind,admitted_on,planned_discharge_on,discharged_on,covered
M2,hospital,2026-02-01,2026-02-20,2026-02-18,true
""",
    "appointments.csv": """appointment_id,member_id,cm_id,date,start,stop,kind,status,units,learned_on
A1,M1,C1,2026-03-20,09:00,10:00,community-contact,scheduled,,
A2,M2,C1,2026-03-10,13:00,14:00,office-contact,missed,,2026-03-11
""",
    "outreach.csv": """outreach_id,member_id,appointment_id,date,mode,result
O1,M2,A2,2026-03-12,phone,reached
""",
    "services.csv": """service_id,member_id,cm_id,date,start,stop,stop_date,activity,mode,place,elements
V1,M1,C1,2026-03-03,09:00,10:30,,member-face-to-face,face-to-face,home,1;2;3;4;5;6;7;8;9;10;11
V2,M1,C1,2026-03-05,23:30,00:30,2026-03-06,crisis-diversion,phone,home,1;2
V3,M2,C1,2026-03-09,14:00,14:40,,plan-monitoring,face-to-face,community,
""",
    "authorizations.csv": """member_id,number,units,period,starts_on,ends_on
M1,PA-7,30,month,2026-03-01,2026-05-31
""",
    "external_units.csv": """member_id,month,units,source,as_of
M1,2026-03,4,Other agency,2026-03-10
""",
    "on_call.csv": """cm_id,program,starts_at,ends_at
C1,intensive,2026-03-01T17:00,2026-03-02T08:00
""",
    "working_hours.csv": """cm_id,weekday,start,stop,starts_on,ends_on
C1,mon,08:00,12:00,2026-01-01,
C1,mon,13:00,17:00,2026-01-01,
C1,tue,07:00,18:00,2026-01-01,2026-07-01
C1,tue,18:00,24:00,2026-01-01,
""",
    "leave.csv": """cm_id,starts_on,ends_on,reason
C1,2026-03-30,2026-04-03,"rest, at last"
C2,2026-04-03,2026-04-03,
""",
    "availability.csv": """member_id,weekday,start,stop,starts_on,ends_on
M2,wed,15:30,18:00,2026-01-05,2026-05-22
M2,sat,09:00,12:00,2026-01-05,
""",
    "fixed_appointments.csv": """fixed_id,cm_id,date,start,stop,area,label
X1,C1,2026-03-16,08:00,09:00,North,Team meeting
X2,C1,2026-03-17,13:00,13:30,,
""",
    "travel.csv": """area_from,area_to,minutes
North,South,25
South,North,30
South,West,10
""",
    "closures.csv": """date,name,open
2026-03-27,Spring day,false
""",
    "settings.toml": """agency = "Plains Care"
unit_scope = "member-day"
juneteenth = true
""",
}


def write(folder: Path, *, without: tuple[str, ...] = (), **changed: str) -> Path:
    """The agency's files in a folder; ``members="..."`` replaces members.csv, without leaves files out."""
    folder.mkdir(exist_ok=True)
    replaced = {(name if name in FILES else f"{name}.csv"): text for name, text in changed.items()}
    for name, text in {**FILES, **replaced}.items():
        if name not in without:
            (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


@cache
def _empty() -> bytes:
    """A new database; making one takes Alembic half a second, copying it none."""
    with TemporaryDirectory() as folder:
        office.open_desk(f"{folder}/empty.db", create=True).close()
        return Path(folder, "empty.db").read_bytes()


@contextmanager
def desk_at(path: Path) -> Iterator[Desk]:
    """A desk on this database, a new one if there is none."""
    if not path.exists():
        path.write_bytes(_empty())
    desk = office.open_desk(str(path))
    try:
        yield desk
    finally:
        desk.close()


def load(desk: Desk, *paths: Path, on: date = ON, keep_good: bool = False, dry_run: bool = False) -> ImportResult:
    return importing.import_paths(desk, list(paths), on, keep_good=keep_good, dry_run=dry_run)


def said(result: ImportResult) -> list[str]:
    """The messages as the command line prints them."""
    return [str(error) for error in result.errors]
