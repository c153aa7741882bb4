"""Forms of visits and services: first values, the check beside them, one write; two people at one record."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import audit, booking, forms, lookup, servicelog, undo
from tcm_tui.desk.errors import NotOne
from tcm_tui.desk.office import Desk
from tests.desk.given import ONE, agency

ON = date(2026, 3, 3)  # a Tuesday
VISIT = "A1,M1,C1,2026-03-03,09:00,10:00,community-contact,scheduled"
TWO = [*ONE, "M2,Leo,Oak,1990-05-05,standard,HE,2025-07-01"]
OF_C1 = ["M1,C1,2025-07-01,", "M2,C1,2025-07-01,"]
KINDS = {"text", "day", "time", "minutes", "number", "choice", "yesno", "member", "worker", "elements", "month",
         "days", "id", "site"}  # fmt: skip


def rules(checked: forms.Checked) -> set[str]:
    return {reason.rule for reason in checked.reasons}


def save(
    desk: Desk, form: str, texts: dict[str, str], context: dict[str, str] | None = None, **more: str
) -> forms.Saved:
    """Save what the form begins with and the texts on top."""
    context = context or {}
    began = forms.begin(desk, form, context, ON)
    return forms.save(desk, form, began | texts, ON, context, began=began, **more)  # type: ignore[arg-type]


def stored(desk: Desk, form: str, texts: dict[str, str], context: dict[str, str] | None = None) -> str:
    saved = save(desk, form, texts, context)
    assert saved.result is not None and saved.result.id is not None, saved
    return saved.result.id


@pytest.mark.parametrize("form", forms.all(), ids=lambda form: form.id)
def test_every_form_is_told_in_words_that_screens_know(form: forms.Form) -> None:
    names = [field.name for field in form.fields]
    assert len(set(names)) == len(names)
    for field in form.fields:
        assert field.kind in KINDS
        assert (field.kind == "choice") == bool(field.choices)
        other = field.unless.partition("=")[0]
        assert not other or other in names
    assert form.title and form.verb


def test_an_unknown_form_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotOne, match="no form “bok”"):
        forms.form("bok")


# ── book ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_booking_begins_at_the_next_free_half_hour(tmp_path: Path) -> None:
    """8:00-9:40 is taken, lunch is 12 to 13: an hour fits from 10:00; then 11:00; then 13:00."""
    told = ["A1,M2,C1,2026-03-03,08:00,09:40,community-contact,scheduled"]
    desk = agency(tmp_path, ON, members=TWO, assignments=OF_C1, appointments=told)
    for start, stop in (("10:00", "11:00"), ("11:00", "12:00"), ("13:00", "14:00")):
        texts = forms.begin(desk, "book", {"member": "M1"}, ON)
        assert (texts["cm"], texts["date"], texts["start"], texts["stop"]) == ("C1", "2026-03-03", start, stop)
        assert texts["kind"] == "community-contact"
        stored(desk, "book", {}, {"member": "M1"})


def test_a_booking_begins_on_a_business_day_within_the_worker_s_hours(tmp_path: Path) -> None:
    hours = (
        "cm_id,weekday,start,stop,starts_on,ends_on\nC1,mon,13:15,17:00,2026-01-01,\nC1,tue,08:00,08:30,2026-01-01,\n"
    )
    leave = "cm_id,starts_on,ends_on,reason\nC1,2026-03-09,2026-03-09,flu\n"
    desk = agency(tmp_path, ON, working_hours=hours, leave=leave)
    texts = forms.begin(desk, "book", {"member": "M1"}, date(2026, 3, 7))  # a Saturday; Monday is a leave
    assert (texts["date"], texts["start"]) == ("2026-03-16", "13:30")


def test_a_booking_begins_with_what_the_limits_leave(tmp_path: Path) -> None:
    """23 of 25 units are planned in March: half an hour is left."""
    told = [f"A{d},M1,C1,2026-03-{d},09:00,{h}:00,community-contact,scheduled" for d, h in ((10, 13), (11, 10))]
    desk = agency(tmp_path, ON, appointments=[*told, "A9,M1,C1,2026-03-12,09:00,09:45,community-contact,scheduled"])
    texts = forms.begin(desk, "book", {"member": "M1", "date": "3/5"}, ON)
    assert (texts["start"], texts["stop"]) == ("08:00", "08:30")
    assert forms.check(desk, "book", texts, ON).verdict == "ok"


def test_the_check_says_what_the_booking_does(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=[VISIT])
    texts = forms.begin(desk, "book", {"member": "M1", "date": "2026-03-10", "start": "9"}, ON)
    assert texts["stop"] == "10:00"
    texts["stop"] = "13:15"  # 17 units of 16
    checked = forms.check(desk, "book", texts, ON)
    assert (checked.errors, checked.verdict, rules(checked)) == ({}, "refused", {"R3"})
    saved = forms.save(desk, "book", texts, ON)
    assert saved.result is not None
    assert (saved.result.id, saved.result.reasons) == (None, checked.reasons)
    assert forms.check(desk, "book", texts | {"stop": "13"}, ON).verdict == "ok"


def test_what_is_wrong_stands_beside_its_field(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, members=[*TWO, "M3,Ana,Plume,1990-05-05,standard,HE,2025-07-01"])
    texts = {"member": "ana", "cm": "", "date": "31.2.", "start": "10", "stop": "9", "kind": "home"}
    errors = forms.check(desk, "book", texts, ON).errors
    assert errors["member"] == "“ana” fits 2 members; say more of the name, or the id. (Ana Pecan M1, Ana Plume M3)"
    assert errors["cm"] == "“Case manager” is needed; fill it in."
    assert "February 2026 has the days 1 to 28" in errors["date"]
    assert "none of community-contact, office-contact" in errors["kind"]
    assert "stop" not in errors  # what doesn't go together is said once the rest is right
    late = texts | {"member": "M1", "cm": "C1", "date": "tomorrow", "kind": "office"}
    assert forms.check(desk, "book", late, ON).errors == {
        "stop": "09:00 is not after the start 10:00; a visit ends on its own day."
    }


def test_the_echo_says_it_in_full(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    said = {
        field.name: forms.echo(desk, field, text, ON)
        for field, text in zip(forms.form("book").fields, ("ana", "dana", "fri", "9", "1p", "com"), strict=True)
    }
    assert said == {
        "member": "Ana Pecan M1", "cm": "Dana Whitehorse C1", "date": "Fri 6 Mar 2026", "start": "09:00",
        "stop": "13:00", "kind": "community-contact",
    }  # fmt: skip
    way = forms.form("travel").field("minutes")
    assert forms.echo(desk, way, "50", ON) == "50 min = 3 units"
    assert forms.echo(desk, way, "a while", ON) == ""
    assert (
        forms.echo(desk, forms.form("log").field("elements"), "all but 4", ON)
        == "10 of 11, missing 4 original signature"
    )


# ── log ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_note_begins_from_its_visit(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=[VISIT])
    texts = forms.begin(desk, "log", {"appointment": "A1"}, ON)
    given = {name: text for name, text in texts.items() if text}
    assert given == {
        "member": "M1", "cm": "C1", "date": "2026-03-03", "start": "09:00", "stop": "10:00",
        "activity": "member-face-to-face", "place": "community", "appointment": "A1",
    }  # fmt: skip
    ident = stored(desk, "log", {"elements": "all", "signature": "original"}, {"appointment": "A1"})
    assert servicelog.appointment(desk, "A1").status == "kept"
    [(elements, signature)] = desk.store.rows(f"SELECT elements, signature FROM services WHERE service_id = '{ident}'")
    assert (elements, signature) == (2047, "original")


def test_the_check_of_a_note_is_what_logging_it_says(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=["V1,M1,C1,2026-03-03,09:00,12:30,member-face-to-face,home"])  # 14 of 16
    texts = forms.begin(desk, "log", {"member": "M1"}, ON)
    texts |= {"start": "12", "stop": "1p", "activity": "member-face", "place": "home", "elements": "1-10"}
    checked = forms.check(desk, "log", texts, ON)
    assert (checked.verdict, {"R3", "R40", "overlap", "R2", "R1"} <= rules(checked)) == ("warn", True)
    assert "4 delivered: 2 over" in " ".join(r.text for r in checked.reasons)
    saved = forms.save(desk, "log", texts, ON)
    assert saved.result is not None and saved.result.id == "TS1"
    assert (saved.result.verdict, set(saved.result.reasons)) == ("warn", set(checked.reasons))


def test_a_fax_says_when_its_original_is_due(tmp_path: Path) -> None:
    """30 days after March 3 is April 2."""
    desk = agency(tmp_path, ON)
    texts = forms.begin(desk, "log", {"member": "M1"}, ON)
    texts |= {"start": "9", "stop": "10", "activity": "member-remote", "elements": "all"}
    checked = forms.check(desk, "log", texts | {"signature": "fax", "fax_on": "today"}, ON)
    assert "2026-04-02" in " ".join(r.text for r in checked.reasons if r.rule == "R41")
    # with an original signature the fax is not asked, whatever stands in its field
    checked = forms.check(desk, "log", texts | {"signature": "original", "fax_on": "never"}, ON)
    assert (checked.errors, "R41" in rules(checked)) == ({}, False)


def test_a_note_of_somebody_else_s_visit_is_refused_before_saving(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, members=TWO, assignments=OF_C1, appointments=[VISIT])
    texts = forms.begin(desk, "log", {"appointment": "A1"}, ON) | {"member": "M2"}
    assert forms.check(desk, "log", texts, ON).verdict == "refused"
    saved = forms.save(desk, "log", texts, ON)
    assert saved.result is not None and saved.result.verdict == "refused"
    assert desk.store.rows("SELECT count(*) FROM services") == [(0,)]


def test_a_note_past_midnight_stops_on_the_next_day(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    stored(desk, "log", {"date": "-1d", "start": "11p", "stop": "0:30", "activity": "crisis"}, {"member": "M1"})
    assert desk.store.rows("SELECT date, units FROM ledger ORDER BY date") == [("2026-03-02", 4), ("2026-03-03", 2)]


# ── a stored service ─────────────────────────────────────────────────────────────────────────────

DONE = [
    "V1,M1,C1,2026-02-27,09:00,10:00,member-face-to-face,home",
    "V2,M1,C1,2026-03-02,09:00,10:00,member-face-to-face,home",
]


def month(desk: Desk, day: date) -> int:
    return lookup.units(desk, "M1", day).month.used


def test_a_corrected_service_is_worked_out_anew_in_both_months(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=DONE)
    assert (month(desk, date(2026, 2, 28)), month(desk, ON)) == (4, 4)
    assert stored(desk, "service", {"date": "3/2", "start": "11", "stop": "13:00"}, {"record": "V1"}) == "V1"
    assert (month(desk, date(2026, 2, 28)), month(desk, ON)) == (0, 12)
    assert desk.store.rows("SELECT sum(units) FROM cm_days WHERE date < '2026-03-01'") == [(None,)]
    assert audit.view(desk).lines[0].action == "change service"


def test_a_service_typed_for_the_wrong_member_goes_to_the_right_one(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, members=TWO, assignments=OF_C1, services=DONE)
    stored(desk, "service", {"member": "M2"}, {"record": "V2"})
    assert (month(desk, ON), lookup.units(desk, "M2", ON).month.used) == (0, 4)


def test_the_original_of_a_fax_is_filed_later(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=[VISIT])
    ident = stored(desk, "log", {"elements": "all", "signature": "fax", "fax_on": "today"}, {"appointment": "A1"})
    assert desk.store.rows("SELECT at_risk FROM ledger") == [(1,)]
    stored(desk, "service", {"original_filed_on": "today"}, {"record": ident})
    assert desk.store.rows("SELECT at_risk FROM ledger") == [(0,)]
    before = save(desk, "service", {"original_filed_on": "2026-03-01"}, {"record": ident})
    assert before.errors == {"original_filed_on": "2026-03-01 is before the fax of 2026-03-03; correct one of the two."}


def test_a_service_that_no_longer_names_its_visit_frees_it(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=[VISIT])
    ident = stored(desk, "log", {}, {"appointment": "A1"})
    stored(desk, "service", {"appointment": ""}, {"record": ident})
    assert servicelog.appointment(desk, "A1").status == "scheduled"
    stored(desk, "service", {"appointment": "A1"}, {"record": ident})
    assert servicelog.appointment(desk, "A1").status == "kept"


def test_a_void_or_unknown_service_is_not_corrected(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=DONE)
    context = {"record": "V2"}
    began = forms.begin(desk, "service", context, ON)
    stored(desk, "void", {"because": "typed twice"}, {"service": "V2"})
    saved = forms.save(desk, "service", began | {"stop": "11"}, ON, context, began=began)
    assert saved.result is None or saved.result.id is None
    with pytest.raises(NotOne):
        forms.begin(desk, "service", context, ON)


# ── two at one record ────────────────────────────────────────────────────────────────────────────


def test_what_somebody_else_changed_meanwhile_is_kept(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=DONE)
    context = {"record": "V2"}
    began = forms.begin(desk, "service", context, ON)
    stored(desk, "service", {"elements": "all", "place": "office"}, context)
    saved = forms.save(desk, "service", began | {"stop": "10:30"}, ON, context, began=began)
    assert (saved.conflict, set(saved.merged)) == ({}, {"elements", "place"})
    row = desk.store.rows("SELECT stop_min, elements, place FROM services WHERE service_id = 'V2'")
    assert row == [(630, 2047, "office")]


def test_the_same_field_changed_by_both_stores_nothing(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=DONE)
    context = {"record": "V2"}
    began = forms.begin(desk, "service", context, ON)
    stored(desk, "service", {"stop": "11:00", "place": "office"}, context)
    entries = len(audit.view(desk).lines)
    saved = forms.save(desk, "service", began | {"stop": "10:30", "elements": "all"}, ON, context, began=began)
    assert (saved.result, saved.conflict) == (None, {"stop": ("11:00", "10:30")})
    assert len(audit.view(desk).lines) == entries
    assert desk.store.rows("SELECT stop_min, elements FROM services WHERE service_id = 'V2'") == [(660, 0)]
    agreed = forms.save(desk, "service", began | {"stop": "11"}, ON, context, began=began)
    assert agreed.conflict == {} and "place" in agreed.merged  # both meant 11:00


def test_two_people_move_one_visit(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=["A1,M1,C1,2026-03-10,09:00,10:00,community-contact,scheduled"])
    context = {"appointment": "A1"}
    began = forms.begin(desk, "move", context, ON)
    booking.move(desk, "A1", date(2026, 3, 12), 540, 600, ON)
    saved = forms.save(desk, "move", began | {"date": "3/11"}, ON, context, began=began)
    assert saved.conflict == {"date": ("2026-03-12", "3/11")}
    saved = forms.save(desk, "move", began | {"start": "10", "stop": "11"}, ON, context, began=began)
    visit = servicelog.appointment(desk, "A1")
    assert (saved.merged, visit.date, visit.start) == (("date",), date(2026, 3, 12), 600)


def test_the_same_key_again_changes_nothing(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=[VISIT])
    first = save(desk, "log", {}, {"appointment": "A1"}, key="k1")
    again = save(desk, "log", {}, {"appointment": "A1"}, key="k1")
    assert first.result is not None and again.result is not None
    assert (again.result.id, desk.store.rows("SELECT count(*) FROM services")) == (first.result.id, [(1,)])
    other = save(desk, "plan", {"member": "M1"}, key="k1")
    assert other.result is not None and other.result.verdict == "refused"
    assert "used for another command" in other.result.reasons[0].text


def test_a_correction_is_taken_back(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=DONE)
    saved = save(desk, "service", {"date": "3/2", "start": "11", "stop": "13:00"}, {"record": "V1"})
    assert saved.result is not None and saved.result.batch is not None
    undo.undo(desk, saved.result.batch, ON)
    assert (month(desk, date(2026, 2, 28)), month(desk, ON)) == (4, 4)


# ── outcomes ─────────────────────────────────────────────────────────────────────────────────────


def test_a_miss_says_when_outreach_is_due_and_outreach_that_it_is_met(tmp_path: Path) -> None:
    """Missed on Tuesday the 3rd: two business days later is Thursday the 5th."""
    desk = agency(tmp_path, ON, appointments=[VISIT])
    texts = forms.begin(desk, "miss", {"appointment": "A1"}, ON)
    assert texts == {"appointment": "A1", "learned": "2026-03-03"}
    assert "Thu 5 Mar 2026" in forms.check(desk, "miss", texts, ON).reasons[0].text
    stored(desk, "miss", {}, {"appointment": "A1"})
    begun = forms.begin(desk, "outreach", {"appointment": "A1"}, ON)
    assert begun == {"member": "M1", "date": "2026-03-03", "mode": "phone", "result": "", "appointment": "A1"}
    assert "due 2026-03-05" in forms.check(desk, "outreach", begun, ON).reasons[0].text
    assert stored(desk, "outreach", {"result": "message"}, {"appointment": "A1"}) == "TO1"


def test_a_transfer_is_checked_like_it_is_made(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    texts = {"member": "M1", "to": "C1", "effective": "today"}
    assert "responsible for M1" in forms.check(desk, "transfer", texts, ON).reasons[0].text
    texts |= {"to": "C6"}
    checked = forms.check(desk, "transfer", texts, ON)
    saved = forms.save(desk, "transfer", texts, ON)
    assert saved.result is not None
    assert (checked.verdict, saved.result.verdict, saved.result.id) == ("ok", "ok", "M1:2026-03-03")


def test_voiding_asks_for_the_reason(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=DONE)
    assert forms.begin(desk, "void", {"service": "V1"}, ON) == {"id": "V1", "because": ""}
    assert "because" in save(desk, "void", {}, {"service": "V1"}).errors
    why = {"because": "typed twice"}
    said = forms.check(desk, "void", {"id": "V1"} | why, ON).reasons[0].text
    assert said == "service V1 of M1 on 2026-02-27 will count for nothing; it stays in the audit log"
    assert forms.check(desk, "void", {"id": "V7"} | why, ON).verdict == "refused"
    stored(desk, "void", {"because": "typed twice"}, {"service": "V1"})
    assert json.loads(audit.view(desk).lines[0].after or "{}")["voided_because"] == "typed twice"
