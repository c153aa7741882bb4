"""Small agencies for the desk's tests, told as the rows that matter and imported like any agency's files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tcm_tui.desk import importing, office
from tcm_tui.desk.office import Desk

STAFF = """cm_id,name,level,type,site_id,hired_on
C1,Dana Whitehorse,II,standard,S110,2024-01-08
C2,Lee Park,II,standard,S111,2024-01-08
C3,Ines Creek,II,intensive,S111,2024-01-08
C4,Walt Reed,II,wraparound,S111,2024-01-08
C5,Pam Ash,II,pact,S114,2024-01-08
C6,Joe Elm,I,standard,S110,2024-01-08
C7,Fay Moss,II,first-time-mothers,S0,2024-01-08
C8,Gus Pine,II,standard,S110,2024-01-08
"""
SITES = """site_id,name,contract
S110,Pecan Street,110
S111,Lake Clinic,111
S114,Prairie House,114
S0,Health Department,
"""
TRAINED = """cm_id,kind,completed_on,amount
C3,training-intensive,2024-03-01,6
C3,experience,2024-03-01,30
C3,crisis-experience,2024-03-01,
"""
HEADS = {
    "members": "member_id,first_name,last_name,dob,program,focus,opened_on",
    "assignments": "member_id,cm_id,starts_on,ends_on",
    "services": "service_id,member_id,cm_id,date,start,stop,activity,place",
    "appointments": "appointment_id,member_id,cm_id,date,start,stop,kind,status",
    "outreach": "outreach_id,member_id,appointment_id,date",
    "stays": "member_id,kind,admitted_on,planned_discharge_on,discharged_on",
    "residences": "member_id,kind,starts_on,ends_on",
    "plans": "member_id,starts_on,ends_on,contacts_per_month",
    "authorizations": "member_id,number,units,period,starts_on,ends_on",
    "external_units": "member_id,month,units,source,as_of",
}
ONE = ["M1,Ana,Pecan,1990-05-05,standard,HE,2025-07-01"]
OF_C1 = ["M1,C1,2025-07-01,"]


def place(folder: Path) -> str:
    """Where a new agency goes; tests on a server put another function here."""
    return str(folder / "agency.db")


def agency(folder: Path, on: date, settings: str = "", **rows: str | list[str]) -> Desk:
    """A desk over a new database; rows are whole CSV lines under ``HEADS``, or a whole file as text."""
    files: dict[str, str] = {"sites": SITES, "case_managers": STAFF, "credentials": TRAINED}
    told = {"members": ONE, "assignments": OF_C1} | rows
    for name, lines in told.items():
        files[name] = lines if isinstance(lines, str) else "\n".join([HEADS[name], *lines]) + "\n"
    source = folder / "files"
    source.mkdir()
    for name, text in files.items():
        (source / f"{name}.csv").write_text(text, encoding="utf-8")
    if settings:
        (source / "settings.toml").write_text(settings, encoding="utf-8")
    desk = office.open_desk(place(folder), create=True)
    result = importing.import_paths(desk, [source], on)
    assert result.stored, [str(error) for error in result.errors]
    desk.forget()
    return desk
