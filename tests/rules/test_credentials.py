"""R42-R47: what a worker must show, and when it falls due. Figures from document A's staffing section."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules import credential_clocks as clocks
from tcm_tui.rules import credentials as cr
from tcm_tui.rules.facts import CaseManager, Credential
from tcm_tui.rules.pack import load_packs

ON = date(2026, 3, 3)
DAY = timedelta(days=1)
NEED = cr.needs(load_packs(), ON)
LONG_AGO = date(2015, 1, 1)


def cm(level: str = "II", kind: str = "standard", **over: Any) -> CaseManager:
    return CaseManager("C1", "Dana", level, kind, "S1", **over)


def cred(kind: str, amount: float | None = None, **over: date | None) -> Credential:
    if not over:
        over = {"completed_on": LONG_AGO}
    return Credential("C1", kind, amount=amount, **over)  # type: ignore[arg-type]


def have(*items: Credential) -> dict[str, list[Credential]]:
    return cr.by_kind(items)


CERTIFIED = (cred("certification"), cred("competency-exam"))
CM_II = (*CERTIFIED, cred("degree"))
INTENSIVE = (*CM_II, cred("experience", 24), cred("crisis-experience"), cred("training-intensive", 6))
WRAPAROUND = (*CM_II, cred("training-wraparound"), cred("coaching"))


def unmet(worker: CaseManager, *items: Credential, on: date = ON) -> list[str]:
    return [item.what for item in cr.requirements(worker, have(*items), on, NEED) if not item.met]


def test_the_figures_are_the_documents() -> None:
    assert cr.Needs(7, 60, 36, 14, 6, 9, 60, 24, 6) == NEED


@pytest.mark.parametrize(
    ("began", "completed", "expires", "kind", "expected"),
    [
        (None, None, None, "diploma", True),
        (None, 0, None, "certification", True),
        (None, 1, None, "certification", False),
        (0, None, None, "certification", True),
        (1, None, None, "certification", False),
        (-9, 1, None, "certification", False),
        (None, -9, 0, "certification", True),
        (None, -9, -1, "certification", False),
        (None, None, 0, "rn", True),
        (None, None, -1, "rn", False),
        (-9, None, None, "training-intensive", False),  # begun is not done
        (-9, 0, None, "training-intensive", True),
        (-9, None, None, "wraparound-credential", False),
        (-9, None, None, "competency-exam", False),
        (-9, None, None, "experience", True),
    ],
)
def test_when_a_credential_holds(
    began: int | None, completed: int | None, expires: int | None, kind: str, expected: bool
) -> None:
    days = (None if d is None else ON + d * DAY for d in (began, completed, expires))
    assert cr.holds(Credential("C1", kind, *days), ON) is expected


@pytest.mark.parametrize(
    ("items", "missing"),
    [
        (CM_II, []),
        ((cred("competency-exam"), cred("degree")), ["certification"]),
        ((cred("certification"), cred("degree")), ["competency-exam"]),
        ((cred("certification", expires_on=ON), cred("competency-exam"), cred("degree")), []),
        (
            (cred("certification", expires_on=ON - DAY), cred("competency-exam"), cred("degree")),
            ["certification"],
        ),
        ((*CERTIFIED, cred("rn"), cred("experience", 1)), []),
        ((*CERTIFIED, cred("rn")), ["cm-ii"]),
        ((*CERTIFIED, cred("experience", 99)), ["cm-ii"]),
        ((*CERTIFIED, cred("cadc"), cred("training-cm", 7)), []),
        ((*CERTIFIED, cred("cadc"), cred("training-cm", 6.5)), ["cm-ii"]),
        ((*CERTIFIED, cred("cadc"), cred("training-cm", 4), cred("training-cm", 3)), []),
        ((*CERTIFIED, cred("cadc"), cred("training-cm")), ["cm-ii"]),
        ((*CERTIFIED, cred("training-cm", 14)), ["cm-ii"]),
        ((*CERTIFIED, cred("cadc", expires_on=ON - DAY), cred("training-cm", 7)), ["cm-ii"]),
    ],
)
@pytest.mark.parametrize("level", ["II", "III"])
def test_what_cm_ii_needs(items: tuple[Credential, ...], missing: list[str], level: str) -> None:
    assert unmet(cm(level), *items) == missing


@pytest.mark.parametrize(
    ("items", "ok"),
    [
        ((cred("diploma"), cred("college-hours", 60), cred("training-cm", 14)), True),
        ((cred("diploma"), cred("college-hours", 59), cred("training-cm", 14)), False),
        (
            (cred("diploma"), cred("college-hours", 30), cred("college-hours", 30), cred("training-cm", 14)),
            True,
        ),
        ((cred("diploma"), cred("experience", 36), cred("training-cm", 14)), True),
        ((cred("diploma"), cred("experience", 35), cred("training-cm", 14)), False),
        ((cred("diploma"), cred("college-hours", 60), cred("training-cm", 13)), False),
        ((cred("diploma"), cred("experience", 36), cred("training-cm", 13)), False),
        ((cred("college-hours", 60), cred("training-cm", 14)), False),
        ((cred("degree"), cred("training-cm", 14)), False),
        # experience without a figure counts its own whole months
        ((cred("diploma"), cred("experience", began_on=date(2023, 3, 3)), cred("training-cm", 14)), True),
        ((cred("diploma"), cred("experience", began_on=date(2023, 3, 4)), cred("training-cm", 14)), False),
    ],
)
def test_what_cm_i_needs(items: tuple[Credential, ...], ok: bool) -> None:
    assert unmet(cm("I"), *CERTIFIED, *items) == ([] if ok else ["cm-i"])


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), 0),
        (date(2026, 1, 1), date(2026, 2, 1), 1),
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2024, 3, 15), date(2026, 3, 15), 24),
        (date(2024, 3, 15), date(2026, 3, 14), 23),
        (date(2026, 3, 1), date(2026, 1, 1), 0),
    ],
)
def test_whole_months(start: date, end: date, months: int) -> None:
    assert cr.whole_months(start, end) == months


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, []),
        ({"experience": cred("experience", 23)}, ["experience"]),
        ({"experience": cred("experience", 24, completed_on=ON + DAY)}, ["experience"]),
        ({"crisis-experience": None}, ["crisis-experience"]),
        ({"training-intensive": None}, ["training-intensive"]),
        ({"training-intensive": cred("training-intensive", 5)}, ["training-intensive"]),
        ({"training-intensive": cred("training-intensive")}, []),
        ({"training-intensive": cred("training-intensive", completed_on=ON)}, []),
        ({"training-intensive": cred("training-intensive", completed_on=ON + DAY)}, ["training-intensive"]),
    ],
)
def test_what_intensive_needs(change: dict[str, Credential | None], missing: list[str]) -> None:
    items = {c.kind: c for c in INTENSIVE} | change
    kept = [c for c in items.values() if c is not None]
    assert unmet(cm("II", "intensive"), *kept) == missing
    assert cr.intensive_qualified("II", have(*kept), ON, NEED) is (not missing)


def test_cm_i_is_neither_intensive_nor_facilitator() -> None:
    assert not cr.intensive_qualified("I", have(*INTENSIVE), ON, NEED)
    assert cr.intensive_qualified("III", have(*INTENSIVE), ON, NEED)
    assert [cr.is_facilitator(level, "wraparound") for level in ("I", "II", "III")] == [False, True, True]
    assert not cr.is_facilitator("II", "standard")
    assert "level" in unmet(cm("I", "wraparound"), *WRAPAROUND)


def test_a_facilitator_inside_the_training_time_is_not_short_of_it() -> None:
    hired = date(2025, 8, 31)
    items = (*CM_II, cred("coaching"))
    assert unmet(cm("II", "wraparound", hired_on=hired), *items, on=date(2026, 2, 28)) == []
    assert unmet(cm("II", "wraparound", hired_on=hired), *items, on=date(2026, 3, 1)) == ["training-wraparound"]
    assert unmet(cm("II", "wraparound"), *items) == ["training-wraparound"]
    assert unmet(cm("II", "wraparound", hired_on=LONG_AGO), *items, cred("training-wraparound")) == []
    assert unmet(cm("II", "wraparound"), *CM_II, cred("training-wraparound")) == ["coaching"]


def test_credentialing_runs_from_its_beginning() -> None:
    begun = cred("wraparound-credential", began_on=date(2025, 5, 31))  # + 9 months = Feb 28
    worker = cm("II", "wraparound", hired_on=LONG_AGO)
    assert unmet(worker, *WRAPAROUND, begun, on=date(2026, 2, 28)) == []
    assert unmet(worker, *WRAPAROUND, begun, on=date(2026, 3, 1)) == ["wraparound-credential"]
    done = begun._replace(completed_on=date(2026, 3, 1))
    assert unmet(worker, *WRAPAROUND, done, on=date(2026, 3, 1)) == []
    assert unmet(worker, *WRAPAROUND, begun, on=date(2025, 5, 30)) == []


def test_document_b_asks_for_none_of_this() -> None:
    worker = cm("II", "first-time-mothers")
    assert cr.requirements(worker, {}, ON, NEED) == []
    assert clocks.clocks(worker, [cred("certification", expires_on=ON)], ON, NEED) == []


@pytest.mark.parametrize(
    ("modifier", "level", "items", "expected"),
    [
        ("HN", "I", CM_II, [("R43", "refuse")]),
        ("TF", "I", CM_II, [("R43", "refuse")]),
        ("TG", "I", INTENSIVE, [("R43", "refuse")]),
        ("HM", "I", CERTIFIED, []),
        ("HN", "II", CM_II, []),
        ("TF", "II", CM_II, []),
        ("HN", "III", CM_II, []),
        ("HM", "II", CM_II, [("R44", "warn")]),
        (None, "I", CERTIFIED, []),
        ("TG", "II", INTENSIVE, []),
        ("TG", "II", INTENSIVE[:-1], [("R46", "refuse")]),
        ("TG", "II", (*CM_II, cred("training-intensive", 6)), [("R46", "warn"), ("R46", "warn")]),
        ("HN", "II", (), []),  # nothing on record is unknown, not lapsed
        ("HN", "II", (cred("certification", expires_on=ON - DAY),), [("R42", "warn")]),
        ("HN", "II", (cred("certification", expires_on=ON),), []),
    ],
)
def test_a_credential_gates_the_modifier(
    modifier: str | None, level: str, items: tuple[Credential, ...], expected: list[tuple[str, str]]
) -> None:
    found = cr.objections(modifier, level, have(*items), ON, NEED)
    assert [(o.rule, o.severity) for o in found] == expected


def test_the_verdict_shows_each_step_and_flags_cm_iii() -> None:
    verdict = cr.qualify(cm("III", "intensive"), INTENSIVE, ON, NEED)
    assert (verdict.value, verdict.status) == (True, "qualified")
    assert [r.rule for r in verdict.reasons] == ["R42", "R42", "R43", "R46", "R46", "R46", "R46", "R47"]
    short = cr.qualify(cm("II", "intensive"), CM_II, ON, NEED)
    assert (short.value, short.status, short.rule) == (False, "not-shown", "R46")
    assert "0 of 24 months" in short.reasons[4].text


# -- clocks ---------------------------------------------------------------------------------------

MONTH_ENDS = [
    (date(2025, 8, 31), 6, date(2026, 2, 28)),
    (date(2023, 8, 31), 6, date(2024, 2, 29)),
    (date(2023, 8, 29), 6, date(2024, 2, 29)),
    (date(2025, 8, 28), 6, date(2026, 2, 28)),
    (date(2025, 12, 31), 6, date(2026, 6, 30)),
    (date(2025, 3, 15), 6, date(2025, 9, 15)),
    (date(2025, 5, 31), 9, date(2026, 2, 28)),
    (date(2023, 5, 31), 9, date(2024, 2, 29)),
    (date(2024, 2, 29), 9, date(2024, 11, 29)),
]


@pytest.mark.parametrize(("start", "months", "due"), MONTH_ENDS)
def test_month_ends_clamp(start: date, months: int, due: date) -> None:
    assert cr.add_months(start, months) == due
    if months == 6:
        (clock,) = clocks.training_clock(cm("II", "wraparound", hired_on=start), {}, ON, NEED)
    else:
        process = have(cred("wraparound-credential", began_on=start))
        (clock,) = clocks.credentialing_clocks(process, ON, NEED)
    assert clock.due_on == due


# hired 31 Aug 2025, so due 28 Feb 2026: (on, completed) -> (status, days late)
TRAINING = [
    (date(2026, 2, 27), None, "open", 0),
    (date(2026, 2, 28), None, "due-today", 0),
    (date(2026, 3, 1), None, "overdue", 1),
    (date(2026, 3, 30), None, "overdue", 30),
    (date(2026, 3, 30), date(2026, 2, 28), "met", 0),
    (date(2026, 3, 30), date(2026, 3, 1), "met-late", 1),
    (date(2026, 2, 27), date(2026, 2, 28), "open", 0),  # not seen yet
    (date(2026, 3, 30), date(2020, 1, 1), "met", 0),
]


@pytest.mark.parametrize(("on", "completed", "status", "late"), TRAINING)
def test_training_is_due_six_months_after_the_hire(on: date, completed: date | None, status: str, late: int) -> None:
    worker = cm("II", "wraparound", hired_on=date(2025, 8, 31))
    items = [cred("training-wraparound", completed_on=completed)] if completed else []
    (clock,) = clocks.training_clock(worker, have(*items), on, NEED)
    assert (clock.due_on, clock.status, clock.late_by, clock.rule) == (date(2026, 2, 28), status, late, "R45")
    assert clock.ref.startswith("C1:training-wraparound")


def test_the_first_training_counts_and_no_hire_means_no_clock() -> None:
    items = [cred("training-wraparound", completed_on=date(2026, 6, 1)), cred("training-wraparound")]
    worker = cm("II", "wraparound", hired_on=date(2025, 8, 31))
    assert clocks.training_clock(worker, have(*items), date(2026, 7, 1), NEED)[0].status == "met"
    assert clocks.training_clock(cm("II", "wraparound"), have(*items), ON, NEED) == []


@pytest.mark.parametrize(
    ("on", "completed", "status", "late"),
    [
        (date(2026, 2, 28), None, "due-today", 0),
        (date(2026, 3, 2), None, "overdue", 2),
        (date(2026, 3, 2), date(2026, 3, 2), "met-late", 2),
        (date(2026, 3, 2), date(2026, 2, 28), "met", 0),
    ],
)
def test_credentialing_is_due_nine_months_after_its_beginning(
    on: date, completed: date | None, status: str, late: int
) -> None:
    item = cred("wraparound-credential", began_on=date(2025, 5, 31), completed_on=completed)
    (clock,) = clocks.credentialing_clocks(have(item), on, NEED)
    assert (clock.status, clock.late_by, clock.ref) == (status, late, "C1:wraparound-credential:2025-05-31")


def test_no_credentialing_clock_before_it_began() -> None:
    assert clocks.credentialing_clocks(have(cred("wraparound-credential", began_on=ON + DAY)), ON, NEED) == []
    assert clocks.credentialing_clocks(have(cred("wraparound-credential")), ON, NEED) == []


@pytest.mark.parametrize(
    ("on", "status", "late"),
    [
        (date(2026, 3, 30), "open", 0),
        (date(2026, 3, 31), "due-today", 0),
        (date(2026, 4, 1), "overdue", 1),
        (date(2026, 4, 30), "overdue", 30),
    ],
)
def test_a_certification_is_due_by_its_expiry(on: date, status: str, late: int) -> None:
    item = cred("certification", completed_on=date(2025, 3, 31), expires_on=date(2026, 3, 31))
    (clock,) = clocks.clocks(cm(), [item], on, NEED)
    assert (clock.what, clock.due_on, clock.status, clock.late_by) == (
        "certification",
        date(2026, 3, 31),
        status,
        late,
    )
    assert clock.rule == "R42"


@pytest.mark.parametrize(
    ("renewed", "status", "late"),
    [
        (date(2026, 3, 1), "met", 0),
        (date(2026, 4, 1), "met", 0),  # no day without one
        (date(2026, 4, 2), "met-late", 2),
        (date(2026, 5, 2), "overdue", 30),  # renewed after the day asked about
    ],
)
def test_a_renewal_meets_the_old_expiry(renewed: date, status: str, late: int) -> None:
    old = cred("certification", completed_on=date(2025, 3, 31), expires_on=date(2026, 3, 31))
    new = cred("certification", completed_on=renewed, expires_on=date(2027, 3, 31))
    found = clocks.expiries("certification", have(old, new), date(2026, 4, 30))
    assert (found[0].status, found[0].late_by) == (status, late)
    assert len(found) == (2 if status != "overdue" else 1)


def test_a_renewal_without_an_expiry_also_meets_it() -> None:
    old = cred("certification", completed_on=date(2025, 3, 31), expires_on=date(2026, 3, 31))
    new = cred("certification", completed_on=date(2026, 3, 1))
    assert [c.status for c in clocks.expiries("certification", have(old, new), date(2026, 4, 30))] == ["met"]


def test_a_licence_beside_a_degree_has_no_clock() -> None:
    licence = cred("rn", expires_on=ON)
    assert [c.what for c in clocks.clocks(cm(), [licence], ON, NEED)] == ["rn"]
    assert clocks.clocks(cm(), [licence, cred("degree")], ON, NEED) == []


def test_who_left_has_no_clocks() -> None:
    item = cred("certification", expires_on=ON)
    assert clocks.clocks(cm(left_on=ON + DAY), [item], ON, NEED)
    assert clocks.clocks(cm(left_on=ON), [item], ON, NEED) == []


# -- consultation: 60 minutes in each week from Monday to Sunday ---------------------------------

MONDAY = date(2026, 3, 2)


def consult(day: date, minutes: float | None) -> Credential:
    return Credential("C1", "consultation", completed_on=day, amount=minutes)


@pytest.mark.parametrize(
    ("minutes", "on", "status", "late"),
    [
        (59, 0, "open", 0),
        (59, 5, "open", 0),
        (59, 6, "due-today", 0),
        (60, 0, "met", 0),
        (61, 6, "met", 0),
    ],
)
def test_this_weeks_consultation_is_due_on_sunday(minutes: int, on: int, status: str, late: int) -> None:
    worker = cm("II", "wraparound", hired_on=MONDAY)
    found = clocks.consultation_clocks(worker, have(consult(MONDAY, minutes)), MONDAY + on * DAY, NEED)
    (clock,) = found
    assert (clock.due_on, clock.status, clock.late_by) == (date(2026, 3, 8), status, late)
    assert (clock.required, clock.done) == (60, minutes)


def test_the_week_runs_from_monday_through_sunday() -> None:
    items = have(
        consult(MONDAY - DAY, 5),
        consult(MONDAY, 30),
        consult(MONDAY + 6 * DAY, 30),
        consult(MONDAY + 7 * DAY, 9),
    )
    later = MONDAY + 9 * DAY
    assert clocks.consultation_week(items, MONDAY, later, NEED) == clocks.Week(MONDAY, 60, 60, 0)
    assert clocks.consultation_week(items, MONDAY, MONDAY + 5 * DAY, NEED).short == 30
    assert clocks.week_of(MONDAY + 6 * DAY) == MONDAY == clocks.week_of(MONDAY)


@pytest.mark.parametrize(("minutes", "short"), [(59, [1]), (60, []), (0, [60]), (None, [60])])
def test_a_finished_week_keeps_its_shortfall(minutes: float | None, short: list[int]) -> None:
    worker = cm("II", "wraparound", hired_on=LONG_AGO)
    items = have(consult(MONDAY, minutes))
    assert [w.short for w in clocks.short_weeks(worker, items, MONDAY + 7 * DAY, NEED)] == short
    assert clocks.short_weeks(worker, items, MONDAY + 6 * DAY, NEED) == []  # Sunday is not over


def test_last_weeks_shortfall_is_overdue() -> None:
    worker = cm("II", "wraparound", hired_on=LONG_AGO)
    found = clocks.consultation_clocks(worker, have(consult(MONDAY, 59)), MONDAY + 8 * DAY, NEED)
    assert [(c.status, c.due_on, c.late_by) for c in found] == [
        ("open", MONDAY + 13 * DAY, 0),
        ("overdue", MONDAY + 6 * DAY, 2),
    ]


def test_weeks_before_the_hire_and_after_leaving_are_nobodys() -> None:
    items = have(consult(MONDAY, 10))
    on = MONDAY + 15 * DAY
    assert len(clocks.short_weeks(cm("II", "wraparound"), items, on, NEED)) == 2
    assert len(clocks.short_weeks(cm("II", "wraparound", hired_on=MONDAY), items, on, NEED)) == 2
    assert len(clocks.short_weeks(cm("II", "wraparound", hired_on=MONDAY + DAY), items, on, NEED)) == 1
    assert len(clocks.short_weeks(cm("II", "wraparound", left_on=MONDAY + 13 * DAY), items, on, NEED)) == 1
    assert len(clocks.short_weeks(cm("II", "wraparound", left_on=MONDAY + 14 * DAY), items, on, NEED)) == 2


def test_nothing_on_record_names_one_week_and_old_ones_end() -> None:
    worker = cm("II", "wraparound", hired_on=LONG_AGO)
    (week,) = clocks.short_weeks(worker, {}, MONDAY, NEED)
    assert (week.monday, week.short) == (MONDAY - 7 * DAY, 60)
    old = have(consult(LONG_AGO, 60))
    assert len(clocks.short_weeks(worker, old, MONDAY, NEED)) == clocks.WEEKS_LOOKED_AT


def test_a_facilitators_clocks_come_in_order_of_their_day() -> None:
    worker = cm("II", "wraparound", hired_on=date(2025, 8, 31))
    items = [*WRAPAROUND, cred("certification", expires_on=date(2026, 3, 20)), consult(MONDAY, 60)]
    found = clocks.clocks(worker, items, ON, NEED)
    assert [(c.what, c.status) for c in found] == [
        ("training-wraparound", "met"),
        ("consultation", "met"),
        ("certification", "met"),
    ]
    assert [c.what for c in clocks.clocks(cm(), items, ON, NEED)] == ["certification"]


@given(
    due=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    done=st.one_of(st.none(), st.integers(-400, 400)),
    on=st.integers(-400, 400),
)
def test_late_exactly_when_the_day_has_passed(due: date, done: int | None, on: int) -> None:
    done_on, today = (None if done is None else due + done * DAY), due + on * DAY
    status, late = clocks.deadline(due, done_on, today)
    seen = done is not None and done <= on
    assert status.startswith("met") is seen
    assert late == max(0, done if seen and done is not None else on)
    assert (late > 0) == (status in ("overdue", "met-late"))


@given(st.lists(st.integers(0, 30), max_size=10), st.integers(0, 6))
def test_a_shortfall_and_the_minutes_fill_the_hour(minutes: list[int], on: int) -> None:
    items = have(*(consult(MONDAY + (i % (on + 1)) * DAY, m) for i, m in enumerate(minutes)))
    week = clocks.consultation_week(items, MONDAY, MONDAY + on * DAY, NEED)
    assert week.minutes == sum(minutes)
    assert week.short == max(0, 60 - sum(minutes))
