"""Arbitrary text in every field of every form: never a crash, never half a record, always one plain sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcm_tui.desk import forms
from tcm_tui.desk.errors import DeskError
from tcm_tui.desk.office import Desk
from tcm_tui.rules import saying
from tcm_tui.rules.documentation import numbers_of
from tests.desk.given import agency

ON = date(2026, 3, 3)
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
TABLES = (
    "members", "plans", "residences", "stays", "appointments", "outreach", "services", "authorizations",
    "external_units", "on_call", "closures", "settings", "credentials", "working_hours", "leave", "availability",
    "fixed_appointments", "travel", "audit", "ledger", "cm_days", "assignments", "requests",
)  # fmt: skip

NASTY = (
    "[/]", "\x1b[31mred", "a\x00b", "\ud800", "’; DROP TABLE members;--", "=1+1", "😀" * 40, "x" * 1200, " ", "\n\n",
    "\u202eabc", "٣", "NaN", "1e9", "-0", "99999999999999999999", "²", "٠٩:٣٠",
)  # fmt: skip
TEXT = st.one_of(
    st.text(max_size=30),
    st.text(st.characters(codec=None), max_size=8),
    st.sampled_from(NASTY),
    st.from_regex(r"[+-]?\d{1,4}[dwmy/.:-]?\d{0,4}[apu]?", fullmatch=True),
)
GOOD = {
    "member": ("M1", "ana p", "m2", "Leo"),
    "worker": ("C1", "dana", "C3"),
    "day": ("today", "+2d", "eom", "2026-03-10", "3/12", "", "-2w", "2026-02-28"),
    "time": ("9", "930", "13:30", "1p", "05:00", ""),
    "minutes": ("45", "3u", ""),
    "number": ("0", "4", "25", ""),
    "month": ("this", "2026-02"),
    "days": ("mon-fri", "wed"),
    "elements": ("all", "all but 4", "1;2", ""),
    "yesno": ("yes", "no", ""),
    "id": ("A1", "V1", "TS1", "N-1", ""),
    "text": ("because", "M1/2026-01-01", "M1/group-home/2026-03-01", "true", "12:00-13:00", ""),
}
RECORDS = {
    "plan": "M1/2025-07-01", "residence": "M1/home/2025-07-01", "stay": "M2/hospital/2026-02-01", "service": "V1",
    "authorization": "M1/N-1", "external": "M1/2026-03-01/payer", "closure": "2026-03-13", "member": "M2", "hold": "M1",
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("fuzz")
    found = agency(
        folder,
        ON,
        members=[
            "M1,Ana,Pecan,1990-05-05,standard,HE,2025-07-01",
            "M2,Leo,[/],1985-01-20,standard,HF,2025-07-01",
        ],
        assignments=["M1,C1,2025-07-01,", "M2,C1,2025-07-01,"],
        plans=["M1,2025-07-01,2026-06-30,1"],
        residences=["M1,home,2025-07-01,"],
        stays=["M2,hospital,2026-02-01,2026-03-20,"],
        appointments=["A1,M1,C1,2026-03-10,09:00,10:00,community-contact,scheduled"],
        services=["V1,M1,C1,2026-03-02,09:00,10:00,member-face-to-face,home"],
        authorizations=["M1,N-1,40,month,2026-03-01,2026-03-31"],
        external_units=["M1,2026-03,3,payer,2026-03-01"],
        closures="date,name,open\n2026-03-13,training,false\n",
    )
    yield found
    found.close()


def state(desk: Desk) -> list[object]:
    return [desk.store.rows(f"SELECT count(*), total(rowid) FROM {t}" if t == "audit" else f"SELECT * FROM {t}")
            for t in TABLES]  # fmt: skip


def plain(sentence: str) -> bool:
    return bool(sentence) and not CONTROL.search(sentence)


@st.composite
def filled(draw: st.DrawFn) -> tuple[str, dict[str, str], dict[str, str]]:
    """A form, its texts, mostly good ones with one or more that are anything, and its context."""
    form = draw(st.sampled_from(forms.all()))
    bad = draw(st.sets(st.sampled_from([field.name for field in form.fields]), max_size=2))
    texts = {}
    for field in form.fields:
        good = st.sampled_from(field.choices or GOOD.get(field.kind, ("",)))
        texts[field.name] = draw(TEXT if field.name in bad else good)
    context = {}
    if form.id in RECORDS and draw(st.booleans()):
        context["record"] = RECORDS[form.id]
    return form.id, texts, context


@settings(max_examples=300)
@given(filled(), st.booleans())
def test_any_text_is_read_or_refused_in_a_sentence(
    desk: Desk, case: tuple[str, dict[str, str], dict[str, str]], over: bool
) -> None:
    form, texts, context = case
    before = state(desk)
    checked = forms.check(desk, form, texts, ON, context)
    assert state(desk) == before, "a check stored something"
    for field in forms.form(form).fields:
        assert not CONTROL.search(forms.echo(desk, field, texts[field.name], ON))
    saved = forms.save(desk, form, texts, ON, context, override="because" if over else None)
    assert set(saved.errors) == set(checked.errors)
    for sentence in (*checked.errors.values(), *saved.errors.values()):
        assert plain(sentence) and len(sentence) < 700, sentence
    for reason in (*checked.reasons, *(saved.result.reasons if saved.result else ())):
        assert plain(reason.text), reason
    if saved.result is None or saved.result.id is None:
        assert state(desk) == before, "something was stored by a write that was not"
    if saved.errors:
        assert saved.result is None
    else:
        assert checked.verdict != "refused" or saved.result is None or saved.result.id is None, (checked, saved)


KNOWN = st.sampled_from(["member", "cm", "appointment", "service", "record", "date", "start", "key", "id"])


@settings(max_examples=150)
@given(st.sampled_from([form.id for form in forms.all()]), st.dictionaries(KNOWN, TEXT, max_size=3))
def test_a_form_begins_from_anything_or_says_why_not(desk: Desk, form: str, context: dict[str, str]) -> None:
    try:
        texts = forms.begin(desk, form, context, ON)
    except DeskError:
        return
    assert set(texts) == {field.name for field in forms.form(form).fields}


@given(st.integers(1, 2047))
def test_elements_written_are_read_back(mask: int) -> None:
    from tcm_tui.desk.forms import reading

    field = forms.form("log").field("elements")
    assert reading.read_elements(reading.written(field, mask)) == mask
    assert reading.read_elements(";".join(map(str, numbers_of(mask)))) == mask


@given(st.integers(0, 1439))
def test_times_written_are_read_back(minutes: int) -> None:
    from tcm_tui.desk.forms import times

    assert times.read_time(saying.clock(minutes)) == minutes


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_days_written_are_read_back_on_any_day(day: date, on: date) -> None:
    from tcm_tui.desk.forms import dates

    assert dates.read_day(day.isoformat(), on) == day
    assert dates.read_day(f"{day.month}/{day.day}/{day.year}", on) == day
    assert dates.read_day(f"{day.day}.{day.month}.{day.year}", on) == day
    near = dates.read_day(f"{day.month}/{day.day}", on) if (day.month, day.day) != (2, 29) else on
    assert abs((near - on).days) <= 183 or near.year in (1900, 2100)
