"""Members handed over by hand: what goes along, what stays, coming back, and the sheets for both workers."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import bulk, clocks, handover, lookup, rebalance, undo
from tcm_tui.desk.errors import NotOne, Refused, WrongUsage
from tcm_tui.desk.office import Desk
from tests.desk.given import agency
from tests.desk.test_rebalance import ON, tables

PEOPLE = """member_id,first_name,last_name,dob,program,focus,opened_on,phone,email,address,city,zip,language
M1,Ana,Pecan <b>,1990-05-05,standard,HE,2025-07-01,539-555-0101,,12 Mill Rd,Okay,74446,Spanish
M2,Leo,Moss,1990-05-05,standard,HE,2025-07-01,,,,,,
M3,Kim,Stone,1990-05-05,standard,HE,2025-07-01,,,,,,
"""
HELD = [f"{member},C1,2025-07-01," for member in ("M1", "M2", "M3")]
VISITS = [
    "A1,M1,C1,2026-03-10,09:00,10:00,community-contact,scheduled",
    "A2,M1,C1,2026-04-10,09:00,10:00,community-contact,scheduled",
    "A3,M2,C1,2026-03-10,10:00,11:00,community-contact,scheduled",
    "B1,M9,C8,2026-03-10,10:00,11:00,community-contact,scheduled",
    "A4,M2,C1,2026-03-02,10:00,11:00,community-contact,missed",
]
SERVED = ["S1,M1,C1,2026-03-02,09:00,10:00,member-face-to-face,home"]
SIGNED = "member_id,starts_on,ends_on,contacts_per_month,member_signed_on,cm_signed_on,lbhp_signed_on\n"
PLANS = SIGNED + "M1,2026-01-01,2026-12-31,2,2026-01-01,,\n"
FROM = date(2026, 3, 5)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    people = PEOPLE + "M9,Rey,Elm,1990-05-05,standard,HE,2025-07-01,,,,,,\n"
    held = [*HELD, "M9,C8,2025-07-01,"]
    return agency(tmp_path, ON, members=people, assignments=held, appointments=VISITS, services=SERVED, plans=PLANS)


def test_all_members_go_with_visits_and_clocks_and_one_undo_brings_them_back(desk: Desk) -> None:
    before, due = tables(desk), clocks.due(desk, FROM, all=True)
    units = lookup.units(desk, "M1", FROM)
    done = bulk.hand_over(desk, "C1", "C8", FROM, ON)
    assert (done.verdict, done.id) == ("ok", "2026-03-05:3")
    told = [reason.text for reason in done.reasons]
    assert any(text.startswith("M2: A3 stays with C1:") for text in told)  # C8 is with M9 then
    visits = {row[0]: row[2] for row in tables(desk)["appointments"]}
    assert visits == {"A1": "C8", "A2": "C8", "A3": "C1", "A4": "C1", "B1": "C8"}
    after = clocks.due(desk, FROM, all=True)
    plain = [(i.kind, i.what, i.member, i.ref, i.due_on, i.status, i.done, i.late_by) for i in due if i.member]
    assert plain == [
        (i.kind, i.what, i.member, i.ref, i.due_on, i.status, i.done, i.late_by) for i in after if i.member
    ]
    assert {item.cm for item in after if item.member in ("M1", "M2", "M3") and item.kind == "contact"} == {"C8"}
    again = lookup.units(desk, "M1", FROM)
    assert (again.day, again.month, again.available_today) == (units.day, units.month, units.available_today)
    assert undo.undo(desk, done.batch or (0, 0), ON).verdict == "ok" and tables(desk) == before


def test_some_go_until_a_day_and_come_back(desk: Desk) -> None:
    before = tables(desk)
    done = bulk.hand_over(desk, "C1", "C8", FROM, ON, members=["M1"], until=date(2026, 3, 31), key="k")
    assert done.verdict == "ok" and bulk.hand_over(desk, "C1", "C8", FROM, ON, members=["M1"], key="k") == done
    rows = [row[1:] for row in tables(desk)["assignments"] if row[0] == "M1"]
    assert sorted(rows) == [
        ("C1", "2025-07-01", "2026-03-05"),
        ("C1", "2026-04-01", None),
        ("C8", "2026-03-05", "2026-04-01"),
    ]
    assert {row[0]: row[2] for row in tables(desk)["appointments"] if row[1] == "M1"} == {"A1": "C8", "A2": "C1"}
    assert {row[0]: row[1] for row in tables(desk)["assignments"] if row[0] != "M1"} == {
        "M2": "C1",
        "M3": "C1",
        "M9": "C8",
    }
    assert undo.undo(desk, done.batch or (0, 0), ON).verdict == "ok" and tables(desk) == before


def test_from_the_first_day_of_an_assignment_and_back(tmp_path: Path) -> None:
    """The assignment of that day becomes the other worker's, and a new one of the former begins at the end."""
    desk = agency(tmp_path, ON, assignments=["M1,C1,2026-03-05,"])
    before = tables(desk)
    done = bulk.hand_over(desk, "C1", "C8", FROM, ON, until=date(2026, 3, 31))
    rows = [row[1:] for row in tables(desk)["assignments"]]
    assert sorted(rows) == [("C1", "2026-04-01", None), ("C8", "2026-03-05", "2026-04-01")]
    [sheet] = [each for each in handover.of_batch(desk, done.batch or (0, 0), ON) if each.cm == "C8"]
    assert [(h.member, h.origin, h.back) for h in sheet.takes] == [("M1", "C1", date(2026, 4, 1))]
    assert undo.undo(desk, done.batch or (0, 0), ON).verdict == "ok" and tables(desk) == before


def test_what_can_not_be_handed_over(desk: Desk) -> None:
    before = tables(desk)
    with pytest.raises(Refused, match="C1 is not responsible for M9"):
        bulk.hand_over(desk, "C1", "C8", FROM, ON, members=["M1", "M9"])
    with pytest.raises(Refused, match="C6 is responsible for nobody"):
        bulk.hand_over(desk, "C6", "C8", FROM, ON)
    with pytest.raises(WrongUsage, match="before they go"):
        bulk.hand_over(desk, "C1", "C8", FROM, ON, until=date(2026, 3, 4))
    with pytest.raises(NotOne):
        bulk.hand_over(desk, "C99", "C8", FROM, ON)
    refused = bulk.hand_over(desk, "C1", "C99", FROM, ON, override="really")
    assert (refused.id, refused.verdict) == (None, "refused")
    warned = bulk.hand_over(desk, "C1", "C2", FROM, ON)  # no row pays for HN under 111
    assert (warned.id, warned.verdict) == (None, "warn") and tables(desk) == before


def test_one_refused_member_keeps_all(desk: Desk) -> None:
    assert bulk.hand_over(desk, "C1", "C8", date(2026, 4, 1), ON, members=["M2"]).verdict == "ok"
    before = tables(desk)
    refused = bulk.hand_over(desk, "C1", "C6", FROM, ON)
    assert (refused.id, refused.verdict) == (None, "refused")
    assert any("M2 goes to C8 on 2026-04-01 already" in reason.text for reason in refused.reasons)
    assert tables(desk) == before


def test_the_sheets_tell_both_what_they_must_know(desk: Desk, tmp_path: Path) -> None:
    done = bulk.hand_over(desk, "C1", "C8", FROM, ON, members=["M1", "M2"])
    giver, taker = handover.of_batch(desk, done.batch or (0, 0), ON)
    assert (giver.cm, len(giver.gives), len(giver.takes)) == ("C1", 2, 0)
    assert (taker.cm, len(taker.gives), len(taker.takes), taker.effective) == ("C8", 0, 2, FROM)
    first, second = taker.takes
    assert (first.origin, first.to, first.since, first.last_contact) == ("C1", "C8", date(2025, 7, 1), date(2026, 3, 2))
    assert first.reach == (("phone", "539-555-0101"), ("address", "12 Mill Rd, Okay 74446"))
    assert (first.missing, second.missing) == (("email",), ("phone", "email", "address"))
    assert [visit.appointment for visit in first.visits] == ["A1", "A2"]
    assert first.plan == (date(2026, 1, 1), date(2026, 12, 31), 2, ("case manager", "licensed professional"))
    assert second.plan is None
    assert (first.units.month.used, first.units.month.available) == (4, 17)  # 25 less 4 used and 4 held in March
    assert [item.ref for item in second.clocks if item.kind == "outreach"] == ["A4"]
    text = handover.page(taker, ".txt").decode()
    assert max(map(len, text.splitlines())) <= 80
    for said in ("Gus Pine", "17 left this month of 25", "to ask for: email", "outreach", "A4"):
        assert said in text or said == "A4"
    page = handover.page(giver, ".html").decode()
    assert "Ana Pecan &lt;b&gt; M1" in page and "<b>" not in page and "default-src 'none'" in page
    with pytest.raises(WrongUsage):
        handover.page(giver, ".pdf")
    written = handover.write((giver, taker), tmp_path / "sheets")
    assert [path.name for path in written] == ["hand-over-2026-03-05-C1.html", "hand-over-2026-03-05-C8.html"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}


def test_sheets_of_a_plan_that_is_not_made_yet(desk: Desk) -> None:
    plan = rebalance.propose(desk, ON, leave=["C1"])
    sheets = handover.sheets(desk, plan.moves, ON, ON)
    assert {sheet.cm for sheet in sheets} == {"C1"} | {move.to for move in plan.moves}
    assert handover.of_batch(desk, (1, 1), ON) == ()
